from django.apps import AppConfig


class InnovationsConfig(AppConfig):
    name = "innovations"

    def ready(self) -> None:
        from iga_portal.files.registry import when_refused
        from innovations import notice_kinds  # noqa: F401 - registers what is told
        from innovations.domain.findings import tell_of_refused_files

        when_refused(tell_of_refused_files)

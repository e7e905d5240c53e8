from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "regions"

    def ready(self) -> None:
        from regions import notice_kinds  # noqa: F401 - registers what is told

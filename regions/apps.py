from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegionsConfig(AppConfig):
    name = "regions"

    def ready(self) -> None:
        from regions import notice_kinds  # noqa: F401 - registers what is told

        # Each room names the lists that can be taken along in its own `lists` package (regions.lists).
        autodiscover_modules("lists")

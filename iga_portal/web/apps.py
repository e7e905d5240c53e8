from typing import Any

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, template tags and form rendering shared by every page; holds no models."""

    name = "iga_portal.web"
    label = "web"
    verbose_name = "Muka portal"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        # Before any application loads its models: a form takes the words of its fields when its module is read.
        from iga_portal.web.asking import speak

        speak()

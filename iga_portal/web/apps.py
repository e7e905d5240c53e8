from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, template tags and form rendering shared by every page; holds no models."""

    name = "iga_portal.web"
    label = "web"
    verbose_name = "Muka portal"

    def ready(self) -> None:
        from iga_portal.web.asking import speak

        speak()

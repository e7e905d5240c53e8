from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "iga_portal.demo"
    label = "demo"

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "iga_portal.notices"
    label = "notices"

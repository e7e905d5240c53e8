from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "iga_portal.files"
    label = "files"

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "iga_portal.jobs"
    label = "jobs"

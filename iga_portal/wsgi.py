"""The WSGI application. It refuses to start on a database role that row-level security does not hold."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "iga_portal.settings")
application = get_wsgi_application()

from iga_portal.tenancy.checks import refuse_unsafe_database  # noqa: E402 - needs the apps loaded

refuse_unsafe_database()

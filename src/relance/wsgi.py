"""The WSGI entry point, for gunicorn and others."""

import os

from django.core.wsgi import get_wsgi_application

from relance.kernel.serving import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relance.settings")
application = get_wsgi_application()
settle()

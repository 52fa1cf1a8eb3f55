"""Entry point for gunicorn: `gunicorn dxportal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dxportal.settings")
application = get_wsgi_application()

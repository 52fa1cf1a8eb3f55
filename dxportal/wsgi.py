"""Entry point for gunicorn: `gunicorn dxportal.wsgi --config python:dxportal.gunicorn_conf`."""

import os

from django.core.wsgi import get_wsgi_application

from dxportal.starting import or_say_what_is_wrong

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dxportal.settings")
# gunicorn starts a worker anew that ends with another code than 4 ("the application cannot be loaded").
with or_say_what_is_wrong(exit_code=4):
    _django = get_wsgi_application()
    from django.conf import settings

    from dxportal.logs.access import AccessLog
    from dxportal.page_cache import in_front_of
    from plans.program import program_print

    program_print()

    application = AccessLog(in_front_of(_django), trusts_proxy=settings.BEHIND_PROXY)

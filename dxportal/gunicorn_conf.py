"""How gunicorn serves the portal (docs/adr/0021-the-server.md); a word on the command line wins.

`gunicorn dxportal.wsgi --config python:dxportal.gunicorn_conf`
"""

worker_class = "dxportal.waitress_worker.WaitressWorker"
workers = 2  # processes; one for each core
threads = 8  # requests answered at once by each
worker_connections = 1000  # visitors connected to each
keepalive = 60  # seconds after which who says nothing is disconnected
timeout = 120
graceful_timeout = 60
loglevel = "warning"

# Read once, by the parent: a worker that was killed is back in two thirds of the time, and they share the memory. Never the
# portal itself (preload_app): a reload (HUP) has each new worker read its code and its settings.
LIBRARIES = (
    "django.contrib.auth.hashers", "django.core.handlers.wsgi", "django.core.management", "django.core.serializers.json",
    "django.core.wsgi", "django.db.models", "django.forms", "django.template", "django.views.generic", "openpyxl", "segno",
    "tablib", "waitress.server", "whitenoise.middleware", "xlsxwriter", "yaml",
)  # fmt: skip


def on_starting(server: object) -> None:
    """What is wrong with the settings is said once, before a worker begins."""
    import logging
    from importlib import import_module

    from dxportal.logs.formatting import JsonFormatter
    from dxportal.starting import or_say_what_is_wrong, read_settings

    with or_say_what_is_wrong(exit_code=1):
        settings = read_settings()
    if settings.LOG_FORMAT == "json":  # what gunicorn itself says goes where the portal's lines go
        for handler in logging.getLogger("gunicorn.error").handlers:
            handler.setFormatter(JsonFormatter())
    for name in LIBRARIES:
        import_module(name)


def post_fork(server: object, worker: object) -> None:
    """A connection is an open file, and 1,024 of them is what a process gets by default."""
    import resource

    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192) if hard > 0 else 8192, hard))

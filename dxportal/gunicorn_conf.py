"""How gunicorn serves the portal (docs/adr/0021-the-server.md).

`gunicorn dxportal.wsgi --config python:dxportal.gunicorn_conf`
"""

workers = 2
threads = 4
timeout = 120
loglevel = "warning"


def on_starting(server: object) -> None:
    """What is wrong with the settings is said once, before a worker begins."""
    from dxportal.starting import or_say_what_is_wrong, read_settings

    with or_say_what_is_wrong(exit_code=1):
        read_settings()

"""Where lines of the log go, in which form, and which are not written."""


def read(form: str, level: str) -> dict:
    """For LOGGING. `form`: plain or json."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"()": "dxportal.logs.formatting.PlainFormatter"},
            "json": {"()": "dxportal.logs.formatting.JsonFormatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django gives these handlers of their own otherwise.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "level": "INFO", "propagate": True},
            # A line for each answer: where logs are gathered, or with LOG_LEVEL=INFO.
            "dxportal.access": {"level": "INFO" if form == "json" else level},
            # Never what was asked of the database: it holds what people typed.
            "django.db.backends": {"level": "INFO"},
            # User names and addresses of sign-ins stand in the portal's own list of sign-ins.
            "axes": {"level": "ERROR"},
            # It warns of every request that waits a moment for a thread.
            "waitress.queue": {"level": "ERROR"},
        },
    }

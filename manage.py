#!/usr/bin/env python
"""Command line of the portal: `python manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dxportal.settings")
    from dxportal.starting import or_say_what_is_wrong

    with or_say_what_is_wrong(exit_code=1):
        from django.conf import settings

        settings.DEBUG  # noqa: B018 read now, for every command alike
    from django.core.management import execute_from_command_line

    from dxportal.command_line import (
        leaving_standings_true,
        or_say_what_the_database_cannot,
        or_stop_when_nobody_reads,
    )
    from plans.journal.acting import begin_command

    begin_command(sys.argv[1] if len(sys.argv) > 1 else "")
    with (
        or_stop_when_nobody_reads(),
        or_say_what_the_database_cannot(sys.argv),
        leaving_standings_true(sys.argv),
    ):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

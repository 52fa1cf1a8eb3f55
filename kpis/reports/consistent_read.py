"""Publishing reads much: it must see the database as of one moment, so that nothing is half in a report."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _

from kpis.models import Report
from kpis.workflow.locking import Refused

P = ParamSpec("P")
SERIALIZATION_FAILURE = "40001"  # of PostgreSQL: somebody else wrote what this transaction was about to write
ATTEMPTS = 2  # saving anything of a plan touches the plan: most often it is free a moment later


def in_one_view(verb: Callable[P, Report]) -> Callable[P, Report]:
    """The verb as one transaction that sees one moment, begun again once when somebody else has been faster.

    Raises Refused when that happens twice. On SQLite it takes the one writer's turn before it reads.
    """

    @wraps(verb)
    def act(*args: P.args, **kwargs: P.kwargs) -> Report:
        is_outermost = not connection.in_atomic_block
        for _attempt in range(ATTEMPTS):
            try:
                with transaction.atomic():
                    if connection.vendor == "sqlite":
                        connection.take_turn()
                    elif is_outermost:
                        with connection.cursor() as cursor:
                            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                    return verb(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") != SERIALIZATION_FAILURE:
                    raise
        raise Refused(_("ほかの人が同時にこの計画を変えました。もう一度公表してください。"))

    return act

"""Whether the database answers, and whether it is of this version of the portal."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import AmbiguityError
from django.utils.translation import gettext as _

from plans.content_version import check as counting
from plans.database_trouble import Trouble, trouble_of, trouble_sentence
from plans.ledger.guard_check import faults


def database_problem() -> str:
    """Why the database does not answer; blank when it does. What it says itself may name hosts and users: not shown."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        trouble = trouble_of(error)
        if trouble not in (None, Trouble.AWAY):
            return trouble_sentence(trouble)
        return _(
            "データベースに接続できません（%s）。データベースが動いているかと、DATABASE_URL を確かめてください。"
        ) % (type(error).__name__)
    return _encoding_problem()


def _encoding_problem() -> str:
    """A PostgreSQL made where no language was set counts a Japanese letter as three, and takes what is no text."""
    if connection.vendor != "postgresql":
        return ""
    encoding = connection.connection.info.parameter_status("server_encoding")
    if encoding == "UTF8":
        return ""
    return (
        _(
            "データベースの文字コードが %s です。UTF8のデータベースを作り直してください（createdb --encoding UTF8 --template template0）。"
        )
        % encoding
    )


def schema_problem() -> str:
    """What stands between the tables and this version of the portal; blank when they fit. Asks the database."""
    try:
        executor = MigrationExecutor(connection)
    except (DatabaseError, AmbiguityError) as error:
        return _("データベースの版を読めません（%s）。") % type(error).__name__
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if behind:
        return _("データベースの更新が%d件残っています。manage.py migrate を実行してください。") % len(behind)
    own = executor.loader.migrated_apps
    ahead = [
        key
        for key in executor.loader.applied_migrations
        if key[0] in own and key not in executor.loader.disk_migrations and not _is_replaced(executor, key)
    ]
    if ahead:
        return _(
            "データベースが、この版のポータルより新しくなっています（%s）。新しい版に戻すか、バックアップから復元してください。"
        ) % ("、".join("{}.{}".format(*key) for key in sorted(ahead)[:3]))
    return ""


def guard_problem(*, only_triggers: bool = False) -> str:
    """What is wrong with the guard that keeps what is public; blank where it stands. Asks the database.

    `only_triggers`: a mark that was left, which opens it, is for the doctor to tell.
    """
    sentences = []
    for fault, names in faults(connection):
        if only_triggers and not names:
            continue
        listed = "、".join(names[:3]) + (_("ほか%d個") % (len(names) - 3) if len(names) > 3 else "")
        match fault:
            case "missing":
                sentences.append(
                    _(
                        "公開済みの内容を守るトリガーが%(count)d個ありません（%(names)s）。manage.py migrate を実行すると、置き直します。"
                    )
                    % {"count": len(names), "names": listed}
                )
            case "altered":
                sentences.append(
                    _(
                        "公開済みの内容を守るトリガーが%(count)d個、書きかえられているか、止められています（%(names)s）。manage.py migrate を実行すると、置き直します。"
                    )
                    % {"count": len(names), "names": listed}
                )
            case "open":
                sentences.append(
                    _(
                        "公開済みの内容の守りが、開いたままです。変更の途中でないことを確かめて、表 plans_revisionmark の行を消してください。"
                    )
                )
    return " ".join(sentences)


def counting_problem() -> str:
    """What is wrong with the triggers that count the versions of contents; blank where they stand. Asks the database."""
    names = [name for _fault, names in counting.faults(connection) for name in names]
    if not names:
        return ""
    listed = "、".join(names[:3]) + (_("ほか%d個") % (len(names) - 3) if len(names) > 3 else "")
    return _(
        "内容の版を数えるトリガーが%(count)d個、ないか、書きかえられているか、止められています（%(names)s）。古いページを表示するおそれがあります。manage.py migrate を実行すると、置き直します。"
    ) % {"count": len(names), "names": listed}


def _is_replaced(executor: MigrationExecutor, key: tuple[str, str]) -> bool:
    """Whether a squashed migration on disk stands for it."""
    return any(key in migration.replaces for migration in executor.loader.disk_migrations.values())

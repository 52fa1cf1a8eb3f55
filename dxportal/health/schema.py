"""Whether the database answers, and whether it is of this version of the portal."""

from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

from plans.content_version import checks as counting
from plans.database_trouble import Trouble, trouble_of, trouble_sentence
from plans.journal import laying
from plans.ledger.guard_check import faults
from plans.migrating.names import known, to_come


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
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError as error:
        return _("データベースの版を読めません（%s）。") % type(error).__name__
    behind = to_come(applied)
    if behind:
        return _("データベースの更新が%d件残っています。manage.py migrate を実行してください。") % len(behind)
    names = known()
    own = {app for app, _name in names}
    ahead = [key for key in applied if key[0] in own and key not in names]
    if ahead:
        return _(
            "データベースが、この版のポータルより新しくなっています（%s）。新しい版に戻すか、バックアップから復元してください。"
        ) % ("、".join("{}.{}".format(*key) for key in sorted(ahead)[:3]))
    return ""


def is_behind() -> bool:
    """Whether a migration is to come. Asks the database; where it does not answer that is another trouble."""
    try:
        return bool(to_come(set(MigrationRecorder(connection).applied_migrations())))
    except DatabaseError:
        return False


def guard_problem(*, only_triggers: bool = False) -> str:
    """What is wrong with the guard that keeps what is public; blank where it stands. Asks the database.

    `only_triggers`: a mark that was left, which opens it, is for the doctor to tell.
    """
    sentences = []
    for fault, names in laying.faults(connection):
        form = (
            _("変更を記録するトリガーが%(count)d個ありません（%(names)s）。")
            if fault == "missing"
            else _(
                "変更を記録するトリガーが%(count)d個、書きかえられているか、止められています（%(names)s）。"
            )
        )
        words = {"count": len(names), "names": _listed(names)}
        sentences.append(form % words + _("manage.py migrate を実行すると、置き直します。"))
    for fault, names in faults(connection):
        if only_triggers and not names:
            continue
        listed = _listed(names)
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
    return _(
        "内容の版を数えるトリガーが%(count)d個、ないか、書きかえられているか、止められています（%(names)s）。古いページを表示するおそれがあります。manage.py migrate を実行すると、置き直します。"
    ) % {"count": len(names), "names": _listed(names)}


def _listed(names: list[str]) -> str:
    return "、".join(names[:3]) + (_("ほか%d個") % (len(names) - 3) if len(names) > 3 else "")

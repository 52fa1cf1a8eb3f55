"""Everything the doctor looks at, in the order in which it is to be mended."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from . import installation, site
from .finding import Check, Finding
from .schema import database_problem, schema_problem
from .single_sign_on import single_sign_on

CHECKS = (
    Check(gettext_lazy("設定ファイル"), installation.settings_file),
    Check(gettext_lazy("安全"), installation.safety),
    Check(gettext_lazy("データベース"), installation.database),
    Check(gettext_lazy("ディスク"), installation.disk),
    Check(gettext_lazy("CSSなどのファイル"), installation.files),
    Check(gettext_lazy("メール"), installation.mail),
    Check(gettext_lazy("アカウント"), site.accounts, needs_tables=True),
    Check(gettext_lazy("シングルサインオン"), single_sign_on, needs_tables=True),
    Check(gettext_lazy("サイトの文章"), site.texts, needs_tables=True),
    Check(gettext_lazy("計画"), site.plans, needs_tables=True),
    Check(gettext_lazy("公表した報告"), site.reports, needs_tables=True),
    Check(gettext_lazy("定期実行"), site.jobs, needs_tables=True),
    Check(gettext_lazy("バックアップ"), site.backups),
)


def examine() -> Iterator[tuple[Check, list[Finding] | None]]:
    """Each check and what it found; None: it could not look, for want of the database."""
    has_tables = not (database_problem() or schema_problem())
    for check in CHECKS:
        yield check, (list(check.look()) if has_tables or not check.needs_tables else None)

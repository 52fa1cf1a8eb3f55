"""Whether what stands in the tables is fit for the public, and whether cron has done its work."""

import io
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command, get_commands
from django.utils import timezone
from django.utils.translation import gettext as _

from kpis.models import Report
from kpis.nation.shape import stored
from kpis.reports.verifying import missing_files
from kpis.workflow import reminders
from kpis.workflow.reminder_sending import mail_is_configured
from kpis.workflow.reviews import due_to_open
from plans.management.commands.load_samples import read_files
from plans.models import Municipality, Plan, SitePage
from plans.os_reasons import why
from plans.samples import sample_cities

from .finding import Finding, note, wrong
from .installation import is_production

DEMO_ADDRESS = "@mihon.example"  # of the accounts that create_demo_accounts makes
OLDEST_BACKUP = 2  # days
CHUNK = 200  # reports at hand at a time
LATE = timedelta(days=3)  # after which a job of cron is missed
UNUSED = timedelta(days=30)
UNWRITTEN = "（ここに"  # where a sample text waits for the city's own words


def accounts() -> Iterator[Finding]:
    people = get_user_model().objects.filter(is_active=True)
    demo = people.filter(email__endswith=DEMO_ADDRESS).values_list("username", flat=True)
    if demo and is_production():
        yield wrong(
            _("お試し用のアカウントが残っています（%s）。管理画面の「ユーザー」で「有効」を外してください。")
            % "、".join(sorted(demo))
        )
    if not people.filter(is_superuser=True).exists():
        yield wrong(_("システムの管理者がいません。manage.py createsuperuser で作ってください。"))
    if settings.MAIL_CONFIGURED:
        without = people.filter(is_staff=True, email="").count()
        if without:
            yield note(
                _(
                    "メールアドレスのない職員が%d人います。督促が届きません。管理画面の「ユーザー」で書いてください。"
                )
                % without
            )


def texts() -> Iterator[Finding]:
    """The city's own pages, which a new site has from a sample."""
    loaded = yaml.safe_load(Path(settings.FIXTURES_DIR, "site.yaml").read_text("utf-8"))
    samples = {
        row["fields"]["slug"]: row["fields"]["body"].strip()
        for row in loaded
        if row["model"] == "plans.sitepage" and "language" not in row["fields"]
    }
    pages = {page.slug: page for page in SitePage.objects.filter(language=settings.LANGUAGE_CODE)}
    for slug, label in SitePage.Slug.choices:
        page = pages.get(slug)
        if page is None:
            yield wrong(_("「%s」のページがありません。管理画面の「サイトの文章」で作ってください。") % label)
        elif is_production() and (UNWRITTEN in page.body or page.body.strip() == samples.get(slug)):
            yield wrong(
                _(
                    "「%s」のページが見本のままです。管理画面の「サイトの文章」で、自分の市の内容に直してください。"
                )
                % label
            )


def plans() -> Iterator[Finding]:
    if not is_production():
        return
    samples = sample_cities(chain(*read_files().values()))
    nation = stored()
    own = Municipality.objects.filter(is_fictional=True).exclude(pk__in=samples).exclude(pk__in=nation)
    for city in samples:
        yield note(
            _("架空の市（%s）が公開されています。要らなければ、manage.py clear_samples で消せます。") % city
        )
    if count := nation.count():
        yield note(
            _(
                "全国規模で試すための架空の市区町村%d件が公開されています。要らなければ、manage.py make_nation --clear で消せます。"
            )
            % count
        )
    for city in own:
        yield note(
            _(
                "架空の市（%(city)s）が公開されています。要らなければ、manage.py remove_city %(slug)s で消せます。"
            )
            % {"city": city, "slug": city.slug}
        )
    if not Plan.objects.exists():
        yield note(
            _("計画がまだありません。manage.py load_plans ファイル名 か、管理画面から入れてください。")
        )


def reports() -> Iterator[Finding]:
    """Whether what was published is unchanged, where the command that knows is installed."""
    if "verify_reports" not in get_commands():
        return
    said = io.StringIO()
    try:
        call_command("verify_reports", stdout=said, stderr=said)
    except (CommandError, SystemExit) as error:
        yield wrong(
            _(
                "公表した報告か、その作り置きのファイルに、チェックサムの合わないものがあります。manage.py verify_reports で確かめてください。%s"
            )
            % (str(error).splitlines() or [""])[0]
        )
    if not is_production():
        return
    real = Report.objects.intact().exclude(review__plan__municipality__is_fictional=True).defer("content")
    missing = sum(len(missing_files(report)) for report in real.iterator(CHUNK))
    if missing:
        yield note(
            _(
                "公表した報告の作り置きのファイルが%d個ありません。次に読まれるときに作りますが、読む人が待ちます。manage.py verify_reports --renew で作れます。"
            )
            % missing
        )


def jobs() -> Iterator[Finding]:
    """What would not be so if the commands of cron had run. A trial has no cron."""
    if not is_production():
        return
    now = timezone.now()
    unopened = due_to_open(at=timezone.localdate(now - LATE))
    if unopened:
        yield wrong(
            _(
                "終わった四半期のレビューが始まっていません（%s）。定期実行の open_reviews が動いているか確かめてください。"
            )
            % "、".join(str(review) for review in unopened[:3])
        )
    if mail_is_configured() and reminders.is_anybody_missed(Plan.objects.all(), at=now, late=LATE):
        yield wrong(
            _("督促の送られていない人がいます。定期実行の send_reminders が動いているか確かめてください。")
        )
    if Session.objects.filter(expire_date__lt=now - UNUSED).exists():
        yield note(
            _(
                "使われなくなったサインインの記録が残っています。定期実行の clearsessions が動いているか確かめてください。"
            )
        )


def backups() -> Iterator[Finding]:
    if not settings.BACKUP_FOLDER:
        if is_production():
            yield note(
                _(
                    "バックアップの場所がわかりません。BACKUP_FOLDER=/var/backups/dxportal のように書くと、日付を確かめます。"
                )
            )
        return
    folder = Path(settings.BACKUP_FOLDER)
    try:
        ages = [
            file.stat().st_mtime for file in folder.iterdir() if file.is_file() and file.suffix != ".part"
        ]
    except OSError as error:
        yield wrong(
            _("バックアップのフォルダー %(folder)s を読めません（%(reason)s）。")
            % {"folder": folder, "reason": why(error)}
        )
        return
    if not ages:
        yield wrong(
            _("バックアップのフォルダー %s に、まだ何もありません。manage.py backup を実行してください。")
            % folder
        )
        return
    days = int((time.time() - max(ages)) / 86_400)
    if days >= OLDEST_BACKUP:
        yield wrong(
            _(
                "いちばん新しいバックアップが%d日前のものです。定期実行の backup が動いているか確かめてください。"
            )
            % days
        )

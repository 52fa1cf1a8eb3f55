"""A city taken out of the portal, with a backup before and a question first."""

from pathlib import Path

from django.conf import settings
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from plans.confirming import add_user, add_yes, ask, confirm_by_name, person_of, show
from plans.journal.acting import acting
from plans.models import Municipality
from plans.removal import counts_of, remove_cities


class Command(BaseCommand):
    help = (
        "Remove a city with its plans, values, reports, history and members' roles, for good. It shows what goes, asks for "
        "the city's address name, and writes a backup of the whole site first; without a backup nothing is removed. "
        "Accounts stay."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the city's name in its address, e.g. example")
        parser.add_argument(
            "--backup",
            metavar="PATH",
            type=Path,
            help="where the backup goes, a folder or a file; without it the site's folder of backups (BACKUP_FOLDER), and "
            "where there is none, it asks",
        )
        add_user(parser)
        add_yes(parser)

    def handle(self, *, slug: str, backup: Path | None, yes: bool, **options) -> None:
        city, person = _find(slug), person_of(options)
        target = _target(slug, backup)
        if target.exists():
            raise CommandError(
                f"{target} はもうあります。--backup で別の名前にしてください。何も消していません。"
            )
        lines = [f"計画 {plan.full_title}（/{slug}/{plan.slug}/）" for plan in city.plans.all()]
        lines += [f"{name} {count}件" for name, count in counts_of(city)]
        self.stdout.write(f"消す前のサイト全体の控えを、{target} に作ります。")
        show(self.stdout, f"{city.name}（/{slug}/）を、次の内容とともに消します。元には戻せません:", lines)
        if not yes:
            confirm_by_name(f"消すときは、市のアドレス名（{slug}）を打ってください:", slug)
        self._back_up(target, options["verbosity"])
        _remove(city, person)
        self.stdout.write(
            self.style.SUCCESS(
                f"{city.name}を消しました。消す前の控え: {target}（戻すときは manage.py restore）。ユーザーのアカウントは残っています。"
            )
        )

    @staticmethod
    def _back_up(target: Path, verbosity: int) -> None:
        try:
            call_command("backup", str(target), verbosity=verbosity)
        except CommandError as error:
            raise CommandError(f"控えを作れなかったので、何も消していません。{error}") from error
        if not target.is_file() or not target.stat().st_size:
            raise CommandError(f"控え {target} ができていないので、何も消していません。")


def _target(slug: str, asked: Path | None) -> Path:
    """The file of the backup, in a folder that somebody has named: never just where the command happens to be called.

    Raises CommandError.
    """
    place = asked or _folder()
    if asked and not asked.is_dir():
        return asked.absolute()
    if not place.is_dir():
        raise CommandError(
            f"控えのフォルダー {place} がありません。先に作るか、--backup で別の場所を示してください。何も消していません。"
        )
    return place.absolute() / f"{slug}-{timezone.localtime():%Y%m%d-%H%M}.dxbackup"


def _folder() -> Path:
    if settings.BACKUP_FOLDER:
        return Path(settings.BACKUP_FOLDER)
    answer = ask("控えを置くフォルダー（例: /var/backups/dxportal）:")
    if not answer:
        raise CommandError(
            "控えの置き場所がわかりません。--backup で示すか、設定に BACKUP_FOLDER=/var/backups/dxportal のように"
            "書いてください。何も消していません。"
        )
    return Path(answer)


def _find(slug: str) -> Municipality:
    found = Municipality.objects.filter(slug=slug).first()
    if found is None:
        known = "、".join(Municipality.objects.values_list("slug", flat=True)) or "なし"
        raise CommandError(f"「{slug}」という市はありません。登録されている市: {known}")
    return found


@transaction.atomic
def _remove(city: Municipality, person: AbstractUser | None) -> None:
    """With a line in the administrators' log, where somebody is named: the city's own history goes with it."""
    try:
        with acting(person, "remove_city"):
            remove_cities(Municipality.objects.filter(pk=city.pk))
    except (ProtectedError, RestrictedError) as error:
        rows = getattr(error, "protected_objects", None) or error.restricted_objects
        names = "、".join(sorted(str(row) for row in rows)[:5])
        raise CommandError(
            f"ほかの市のもの（{names}）が{city.name}を指しているので、消せません。先にそちらを直してください。何も消していません。"
        ) from error
    if person is not None:
        LogEntry.objects.create(
            user=person,
            content_type=ContentType.objects.get_for_model(Municipality),
            object_id=str(city.pk),
            object_repr=city.name,
            action_flag=DELETION,
            change_message="remove_city",
        )

"""How every plan stands today, worked out and kept for the public pages: for cron, and harmless when run twice."""

from django.core.management.base import BaseCommand, CommandError

from kpis.standings.checking import check_in_turn
from kpis.standings.writing import refresh_all, sweep
from plans.models import Plan


class Command(BaseCommand):
    help = (
        "Work out how the plans' indicators stand today and keep it, so that public pages need not judge them. For cron, "
        "after midnight and, if you like, every few minutes: what still holds is left alone, but for a few plans in turn, "
        "which are judged anew to see whether somebody damaged what is stored of them. Pages are right without it too, only "
        "slower."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("plan", nargs="?", metavar="CITY/PLAN", help="only this plan")
        parser.add_argument("--all", action="store_true", help="also what still holds")

    def handle(self, *, plan: str | None, all: bool, **options) -> None:
        plans = Plan.objects.select_related("municipality").order_by("municipality__slug", "slug")
        if plan:
            city, _slash, slug = plan.partition("/")
            plans = plans.filter(municipality__slug=city, slug=slug)
            if not plans.exists():
                raise CommandError(f"計画「{plan}」がありません。")
        renewed, unsettled = refresh_all(plans, everything=all)
        mended = [] if all else check_in_turn(plans)
        swept = 0 if plan else sweep()
        if options["verbosity"] > 1:
            for row in (*renewed, *mended):
                self.stdout.write("/".join(row.natural_key()))
        if options["verbosity"]:
            held = plans.count() - len(renewed) - len(mended) - len(unsettled)
            self.stdout.write(f"判定の控えを作り直した計画: {len(renewed)}件、そのままでよい計画: {held}件")
            if mended:
                names = "、".join("/".join(row.natural_key()) for row in mended)
                self.stdout.write(f"データと合わない控えを作り直した計画: {len(mended)}件（{names}）")
            if swept:
                self.stdout.write(f"なくなった計画の控えを消しました: {swept}件")
        if unsettled:
            names = "、".join("/".join(row.natural_key()) for row in unsettled)
            raise CommandError(
                f"判定の控えを作り直せなかった計画があります（{names}）。内容が変わり続けたか、途中で失敗しました。"
                "少し待ってから、もう一度実行してください。わけはログにあります。"
            )

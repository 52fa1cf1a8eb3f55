"""A nation of invented cities, for trials and measurements at full size."""

from argparse import ArgumentTypeError
from collections.abc import Callable

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kpis.nation.clearing import clear_nation
from kpis.nation.laying import OtherNationError, lay_nation, minutes_for, missing
from kpis.nation.shape import EVERY_CITY, MANY_INDICATORS, MANY_QUARTERS, Shape, stored
from plans.confirming import add_yes, confirm
from plans.models import Municipality


def whole(most: int) -> Callable[[str], int]:
    """Reads a whole number from 1 to `most`."""

    def number(text: str) -> int:
        if not text.isdecimal() or not 1 <= int(text) <= most:
            raise ArgumentTypeError(f"1から{most}までの数を書いてください（「{text}」）。")
        return int(text)

    return number


class Command(BaseCommand):
    help = (
        "Lay a nation of invented municipalities (everything says サンプル), each with a plan, indicators and approved values, "
        "for trials and measurements at full size. The same numbers on the same day give the same rows. Where a real "
        "municipality is on the site, it asks first. Interrupted, every city is there whole or not at all, and the same "
        "command goes on. `--clear` takes all of them away."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--municipalities", type=whole(9999), default=EVERY_CITY, metavar="N")
        parser.add_argument(
            "--indicators", type=whole(MANY_INDICATORS), default=120, metavar="N", help="of each plan"
        )
        parser.add_argument(
            "--quarters",
            type=whole(MANY_QUARTERS),
            default=12,
            metavar="N",
            help="with approved values, before the one under review",
        )
        parser.add_argument(
            "--seed", type=int, default=1, metavar="N", help="another seed gives other values"
        )
        parser.add_argument(
            "--clear", action="store_true", help="remove every city that this command has laid"
        )
        add_yes(parser)

    def handle(self, *, clear: bool, yes: bool, verbosity: int, **options) -> None:
        self._is_told = verbosity > 0
        if clear:
            self._clear(yes=yes)
            return
        shape = Shape.of(
            timezone.localdate(),
            **{name: options[name] for name in ("municipalities", "indicators", "quarters", "seed")},
        )
        try:
            numbers = missing(shape)
        except OtherNationError as error:
            raise CommandError(f"{error}何も保存していません。") from error
        self._say(
            f"見本の市区町村{len(numbers):,}件を作ります。実績値 {shape.values * len(numbers):,}件、"
            f"履歴も合わせて約{shape.rows_of_city * len(numbers):,}行、目安は{minutes_for(shape, len(numbers))}分です。"
        )
        if numbers and Municipality.objects.filter(is_fictional=False).exists() and not yes:
            confirm("このポータルには実在の市区町村があります。見本の市区町村を加えますか。")
        self._lay(shape, numbers)
        self._say(self.style.SUCCESS(f"見本の市区町村は{stored().count():,}件です。"))

    def _lay(self, shape: Shape, numbers: list[int]) -> None:
        try:
            lay_nation(shape, numbers, lambda count: self._tell(count, len(numbers)))
        except KeyboardInterrupt:
            raise CommandError(
                f"途中でやめました。見本の市区町村は{stored().count():,}件で、どれも欠けていません。"
                "同じコマンドで続きを作れます。"
            ) from None

    def _clear(self, *, yes: bool) -> None:
        count = stored().count()
        if count and not yes:
            confirm(f"見本の市区町村{count:,}件を、計画・実績値・履歴ごと消しますか。")
        try:
            clear_nation(lambda gone: self._tell(gone, count))
        except KeyboardInterrupt:
            raise CommandError(
                f"途中でやめました。見本の市区町村が{stored().count():,}件残っています。同じコマンドで続きを消せます。"
            ) from None
        self._say(self.style.SUCCESS(f"見本の市区町村を消しました（{count:,}件）。"))

    def _tell(self, count: int, of: int) -> None:
        if count % 100 == 0 or count == of:
            self._say(f"  {count:,} / {of:,}件")

    def _say(self, line: str) -> None:
        if self._is_told:
            self.stdout.write(line)
            self.stdout.flush()

"""How the rules count: exactly, far beyond what any city reports. Pure."""

import unicodedata
from decimal import Context, Decimal, DivisionByZero, InvalidOperation

# Wide enough that no finite input overflows and that rounding never shows in a verdict.
CONTEXT = Context(prec=60, Emax=10**9, Emin=-(10**9), traps=[DivisionByZero, InvalidOperation])
# Amounts that come out of a division lose the last digits, where 1/3 × 3 is not yet 1.
_AMOUNT = Context(prec=45, Emax=10**9, Emin=-(10**9), traps=[DivisionByZero, InvalidOperation])
# Ratios are compared after rounding here: two ways to write the same fraction must not differ at a threshold.
_PLACES = Decimal("1E-15")


def is_percent(unit: str) -> bool:
    return unicodedata.normalize("NFKC", unit) == "%"


def ratio(numerator: Decimal, denominator: Decimal, unit: str) -> Decimal:
    """What two parts make: per cent where the unit says so, else the plain ratio. `denominator` is not 0."""
    return numerator * (100 if is_percent(unit) else 1) / denominator


def quotient(part: Decimal, whole: Decimal) -> Decimal:
    """part / whole, rounded at the fifteenth decimal, never −0. `whole` is not 0."""
    exact = part / whole
    if exact.adjusted() >= 40:
        return exact
    return exact.quantize(_PLACES) or Decimal(0)


def divided(amount: Decimal, number: Decimal | int) -> Decimal:
    """amount / number as an amount, to 45 digits. `number` is not 0."""
    return _AMOUNT.plus(amount / number)


def meets(value: Decimal, target: Decimal, sign: int, *, strict: bool = False) -> bool:
    """Whether the value is no worse than the target; sign +1: more is better, −1: less is better.

    `strict`: it must be better, as in 10%未満 or 50件を超える.
    """
    better_by = (value - target) * sign
    return better_by > 0 if strict else better_by >= 0

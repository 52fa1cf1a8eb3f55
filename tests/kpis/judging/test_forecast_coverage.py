"""Of invented straight lines with noise, 80 % of the later values lie in the range of the forecast."""

from decimal import localcontext

import pytest

from benchmarks.forecast_calibration import AHEAD, FAST, NOISES, coverage

# Four later values each: the standard error of a share is at most 1.3 percentage points.
SERIES = 500


@pytest.mark.parametrize(("noise", "is_even"), [("normal", True), ("Laplace", False), ("uniform", True)])
@pytest.mark.parametrize("count", [4, 5, 6, 8, 12, 16])
def test_four_of_five_later_values_lie_in_the_range(count, noise, is_even):
    with localcontext(FAST):
        _, shares = coverage(count, NOISES[noise], SERIES, is_even=is_even)
    assert all(0.75 <= share <= 0.85 for share in shares), dict(zip(AHEAD, shares, strict=True))

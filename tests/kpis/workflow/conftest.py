import pytest

from plans.models import Department

from .halls import Halls


@pytest.fixture
def halls(bureau_city):
    new = Department.objects.create(municipality=bureau_city.city, code="shimin", name="市民課", order=9)
    return Halls(bureau_city, new)

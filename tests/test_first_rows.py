import pytest

from groups import services
from groups.models import Event, Province
from tests.factories.groups import UserFactory


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_committing_test_finds_the_first_rows_and_no_others(time):
    assert Province.objects.count() == 76
    assert not Event.objects.exists()

    user = UserFactory()
    services.record("tried", user, by=user)
    Province.objects.filter(code="27").update(name="changed")


@pytest.mark.django_db
def test_other_test_finds_them_too():
    assert not Province.objects.filter(name="changed").exists()


@pytest.mark.postgres
@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_committing_test_on_postgresql_finds_the_first_rows_and_no_others(time):
    test_committing_test_finds_the_first_rows_and_no_others(time)

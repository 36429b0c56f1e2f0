import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english():
    """Refusals are compared in the language of their source."""
    with translation.override("en"):
        yield

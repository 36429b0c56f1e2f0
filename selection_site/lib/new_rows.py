"""Saving a row that must not be there twice."""

from django.db import IntegrityError, models, transaction


def save_new(row: models.Model) -> None:
    """Check a new row and save it, in the caller's transaction.

    Raises ValidationError for what breaks a field or a constraint. Whoever was beaten to it in the
    same moment by another is refused by the same sentence, not by the database's error.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean()  # sees by now what the other one saved, and says which rule forbids it
        raise

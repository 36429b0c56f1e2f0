"""Ends the marking of the year that is half marked, so that its ranking comes from its sheets."""

from bench.pages import UNDECLARED, being_written
from groups.models import User
from scoring.enums import RoundNumber
from scoring.models import Assignment, Round
from scoring.services import close_marking, declare, hand_in
from selection_site.management.year.judging import COMMENT, marks
from selection_site.management.year.people import DOMAIN


def end_marking() -> None:
    """The last member declares and marks everything, so that every plan has a sheet."""
    round_ = Round.objects.get(call__year=being_written() - 1, number=RoundNumber.FIRST)
    judge = User.objects.get(email=f"{UNDECLARED}@{DOMAIN}")
    declare(round_, judge=judge, conflicts={})
    criteria = list(round_.criteria.all())
    queue = Assignment.objects.filter(round=round_, judge=judge).order_by("position")
    for assignment in queue.select_related("judge", "round__call", "submission__group"):
        hand_in(
            assignment,
            judge=judge,
            marks=marks(assignment, criteria),
            note="",
            comment=COMMENT,
            revision=0,
        )
    chair = User.objects.get(email=f"chair@{DOMAIN}")
    close_marking(round_, by=chair, note=COMMENT)

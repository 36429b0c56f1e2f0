"""What members and the chair of the committee have to do."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.enums import JUDGE_ROLES, Role
from groups.models import User
from reports.selectors.duties.duty import Duty
from scoring.enums import RoundStage, SheetStage
from scoring.models import Assignment, Declaration, Round
from scoring.selectors import completeness, last_day
from selection_site.lib import clock


def of_judges(user: User) -> Iterator[Duty]:
    """Conflicts to declare and sheets to hand in, for the rounds being marked."""
    rounds = Round.objects.filter(
        call__year__in=user.years(*JUDGE_ROLES), stage=RoundStage.MARKING
    ).select_related("call")
    signed = set(Declaration.objects.filter(judge=user).values_list("round_id", flat=True))
    for round_ in rounds:
        if round_.pk in signed:
            yield from _sheets(round_, user)
        else:
            yield Duty(
                _("Declare your conflicts of interest"),
                reverse("scoring:declare", args=[round_.pk]),
                last_day(round_),
                str(round_),
            )


def _sheets(round_: Round, user: User) -> Iterator[Duty]:
    handed_in = Count("pk", filter=Q(sheet__stage=SheetStage.HANDED_IN))
    own = Assignment.objects.in_force().filter(round=round_, judge=user)
    counts = own.aggregate(all=Count("pk"), done=handed_in)
    left = counts["all"] - counts["done"]
    if left:
        yield Duty(
            ngettext("Score %(n)d plan", "Score %(n)d plans", left) % {"n": left},
            reverse("scoring:queue", args=[round_.pk]),
            last_day(round_),
            _("%(round)s: %(done)d of %(all)d sheets handed in") % {"round": round_, **counts},
        )


def of_chairs(user: User) -> Iterator[Duty]:
    """Marking that is complete or whose day has come, and rounds that wait to be closed."""
    rounds = Round.objects.filter(
        call__year__in=user.years(Role.CHAIR), stage__in=[RoundStage.MARKING, RoundStage.MARKED]
    ).select_related("call")
    for round_ in rounds:
        if round_.stage == RoundStage.MARKED:
            yield Duty(
                _("Settle ties and close the round"),
                reverse("scoring:ranking", args=[round_.pk]),
                last_day(round_),
                str(round_),
            )
        elif title := _to_close_marking(round_):
            yield Duty(
                title,
                reverse("scoring:progress", args=[round_.pk]),
                last_day(round_),
                str(round_),
            )


def _to_close_marking(round_: Round) -> str:
    if completeness(round_).is_complete:
        return _("Every sheet is in: close the marking")
    if clock.today() > last_day(round_):
        return _("Close the marking: sheets are missing and their day is over")
    return ""

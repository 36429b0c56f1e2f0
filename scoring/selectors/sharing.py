"""How the groups of a round would be shared out, and who could judge each at all."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.enums import REGIONS
from groups.models import User
from scoring.models import Assignment, Conflict, Draw, Round, Sharing, Sheet
from scoring.panels import Impossible, Links, Problem, links_of, share_out
from scoring.selectors.conflicts import known_conflicts
from scoring.selectors.rounds import seated_in, submissions_in
from selection_site.lib import seal
from submissions.models import Submission

_NAMED = 5


class Coverage(NamedTuple):
    """How many of the committee may judge a group, as far as is known now."""

    submission: Submission
    may: int
    members: int


class Load(NamedTuple):
    """A member's share: how many groups, and how many of each region."""

    judge: User
    groups: int
    by_region: list[tuple[str, int]]


class Panel(NamedTuple):
    """The members who judge a group."""

    submission: Submission
    judges: list[User]


class Preview(NamedTuple):
    """Panels as a seed gives them; the digest tells whether a second look shows the same."""

    seed: int
    sha256: str
    panels: list[Panel]
    loads: list[Load]
    regions: list[str]
    links: Links

    @property
    def sheets(self) -> int:
        return sum(load.groups for load in self.loads)


class NoPanelsError(Exception):
    """The groups cannot be shared out as wanted; the message proves it."""


class Committee(NamedTuple):
    """A round's groups and members with all that keeps one from the other."""

    submissions: Sequence[Submission]
    judges: Sequence[User]
    declared: Collection[int]
    conflicts: Collection[tuple[int, int]]


def committee_of(round_: Round) -> Committee:
    """Groups, members now seated, signed declarations and conflicts of a round; nine queries."""
    submissions, judges = list(submissions_in(round_)), list(seated_in(round_))
    declared = set(round_.declarations.values_list("judge", flat=True))
    own = Conflict.objects.filter(round=round_).values_list("judge", "submission")
    known = known_conflicts(round_, judges, submissions)
    return Committee(submissions, judges, declared, {*own, *known})


def coverage(committee: Committee) -> list[Coverage]:
    """What each group would have, the worst off first; those with the whole committee left out."""
    members = len(committee.judges)
    rows = [
        Coverage(
            submission,
            sum((judge.pk, submission.pk) not in committee.conflicts for judge in committee.judges),
            members,
        )
        for submission in committee.submissions
    ]
    return sorted((row for row in rows if row.may < members), key=lambda row: row.may)


def drawn(round_: Round) -> Draw | None:
    """The draw in force."""
    return round_.draws.select_related("drawn_by").filter(undone_at=None).first()


def waits_for_draw(round_: Round) -> bool:
    """Whether groups are to be shared out among the members and have not been; one query."""
    shared = Sharing.objects.filter(round=round_)
    return shared.exclude(round__in=Draw.objects.filter(undone_at=None).values("round")).exists()


def short_panels(round_: Round) -> list[int]:
    """Groups with fewer members than the draw in force gave each, the worst off first, by key."""
    made = drawn(round_)
    if made is None:
        return []
    rows = Assignment.objects.in_force().filter(round=round_).order_by()
    counts = dict(rows.values_list("submission").annotate(Count("pk")))
    short = [
        (counts.get(pk, 0), pk)
        for pk in submissions_in(round_).values_list("pk", flat=True)
        if counts.get(pk, 0) < made.each
    ]
    return [pk for _count, pk in sorted(short)]


def is_begun(round_: Round) -> bool:
    """Whether any sheet of the round has been touched: from then on a draw stands."""
    return Sheet.objects.filter(assignment__round=round_, revision__gt=0).exists()


def usual_most(groups: int, members: int, each: int) -> int:
    """The largest load that leaves room for conflicts: a fifth more than an even share."""
    return min(groups, math.ceil(1.2 * groups * each / members)) if members else groups


def preview(committee: Committee, sharing: Sharing, *, seed: int) -> Preview:
    """The panels that `seed` gives to those who have declared; NoPanelsError says why not."""
    judges = [judge for judge in committee.judges if judge.pk in committee.declared]
    problem = _problem(committee, judges, sharing)
    try:
        seated = share_out(problem, seed=seed)
    except Impossible as proof:
        raise NoPanelsError(_in_words(committee, judges, sharing.each, proof)) from proof
    panels = [
        Panel(submission, [judges[place] for place in np.flatnonzero(row)])
        for submission, row in zip(committee.submissions, seated, strict=True)
    ]
    regions = _regions(committee)
    counts = [seated[problem.regions == number].sum(axis=0) for number in range(len(regions))]
    named = [str(REGIONS.get(region, region)) for region in regions]
    loads = [
        Load(
            judge,
            int(seated[:, place].sum()),
            [(name, int(count[place])) for name, count in zip(named, counts, strict=True)],
        )
        for place, judge in enumerate(judges)
    ]
    return Preview(seed, digest(seed, panels), panels, loads, named, links_of(seated))


def digest(seed: int, panels: Sequence[Panel]) -> str:
    """The digest of panels, by the keys of groups and members, with the seed they came from."""
    rows = [[panel.submission.pk, [judge.pk for judge in panel.judges]] for panel in panels]
    return seal.sha256_hex({"seed": seed, "panels": rows})


def _problem(committee: Committee, judges: Sequence[User], sharing: Sharing) -> Problem:
    limits: Mapping[int, int] = dict(sharing.limits.values_list("judge", "most"))
    regions = _regions(committee)
    allowed = [
        [(judge.pk, submission.pk) not in committee.conflicts for judge in judges]
        for submission in committee.submissions
    ]
    return Problem(
        allowed=np.array(allowed, dtype=bool).reshape(len(committee.submissions), len(judges)),
        regions=np.array([regions.index(row.province.region) for row in committee.submissions]),
        each=sharing.each,
        most=np.array([limits.get(judge.pk, sharing.most) for judge in judges], dtype=np.int64),
    )


def _regions(committee: Committee) -> list[str]:
    return sorted({submission.province.region for submission in committee.submissions})


def _in_words(committee: Committee, judges: Sequence[User], each: int, proof: Impossible) -> str:
    if proof.short:
        groups = [committee.submissions[place] for place in proof.short]
        return ngettext(
            "%(count)d group has fewer than %(each)d members who may judge it: %(groups)s. "
            "Let fewer members judge each group, or seat more members.",
            "%(count)d groups have fewer than %(each)d members who may judge them: %(groups)s. "
            "Let fewer members judge each group, or seat more members.",
            len(groups),
        ) % {"count": len(groups), "each": each, "groups": _named([str(g.group) for g in groups])}
    return _(
        "%(members)s may together judge %(room)d groups at most, but at least %(needed)d sheets "
        "must come from them. Raise the most groups for a member, or let fewer judge each group."
    ) % {
        "members": _named([str(judges[place]) for place in proof.full]),
        "room": proof.room,
        "needed": proof.needed,
    }


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    if len(names) <= _NAMED:
        return shown
    return _("%(names)s and %(count)d more") % {"names": shown, "count": len(names) - _NAMED}

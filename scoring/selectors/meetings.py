"""What a meeting is about: the line and the ties, with who steps out of each item."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from groups.enums import JUDGE_ROLES, Role
from groups.models import Post, User
from scoring.enums import QUOTA
from scoring.models import Conflict, ConflictQuestion, Meeting, Round
from scoring.selectors.conflicts import known_conflicts
from scoring.selectors.ranking import Place, order_of, ties
from scoring.selectors.rounds import judges_of
from submissions.models import Submission

AROUND_THE_LINE = 5
LINE = 0


class Item(NamedTuple):
    """An item of the agenda; `rank` names the tie it is about, 0 the line.

    With a quota `by_quota` no line runs through the order: each place says by what it is inside.
    """

    title: str
    rank: int
    places: list[Place]
    stepped_out: list[User]
    is_open: bool
    by_quota: bool = False


def agenda(round_: Round, places: Sequence[Place]) -> list[Item]:
    """The line, then the ties that it runs through, then the others; eight queries."""
    found = sorted(ties(places), key=lambda tie: (not tie.crosses, tie.rank))
    near = around_the_line(places)
    shown = [*near, *(place for tie in found for place in tie.places)]
    out = conflicted(round_, {place.submission for place in shown})
    by_quota = any(place.seat in QUOTA for place in places)
    line = Item(
        _title(by_quota) % {"places": round_.places or 0},
        LINE,
        near,
        stepping_out(near, out),
        any(tie.crosses and not tie.ruled for tie in found),
        by_quota,
    )
    return [
        line,
        *(
            Item(
                _("Tie at rank %(rank)d, %(score)s points")
                % {"rank": tie.rank, "score": tie.score},
                tie.rank,
                tie.places,
                stepping_out(tie.places, out),
                tie.crosses and not tie.ruled,
                by_quota,
            )
            for tie in found
        ),
    ]


def _title(by_quota: bool) -> str:
    if by_quota:
        return _("The %(places)d places by quota")
    return _("The line after place %(places)d")


def around_the_line(places: Sequence[Place]) -> list[Place]:
    """The last places inside and the first outside, in their order."""
    inside = [place for place in places if place.inside][-AROUND_THE_LINE:]
    outside = [place for place in places if not place.inside][:AROUND_THE_LINE]
    return sorted([*inside, *outside], key=lambda place: place.position)


def conflicted(
    round_: Round, submissions: Collection[Submission]
) -> Mapping[int, Collection[User]]:
    """The members in conflict with each of some submissions; eight queries.

    What is known counts whatever a member declared, and also of one who never declared, unless it
    was ruled in this round to be none.
    """
    judges = {judge.pk: judge for judge in judges_of(round_)}
    ruled = ConflictQuestion.objects.filter(round=round_, upheld=False)
    none = set(ruled.values_list("judge", "submission"))
    own = set(Conflict.objects.filter(round=round_).values_list("judge", "submission"))
    known = known_conflicts(round_, judges.values(), submissions).keys() - none
    found: dict[int, list[User]] = defaultdict(list)
    for judge, submission in sorted({*own, *known}):
        if judge in judges:
            found[submission].append(judges[judge])
    return found


def stepping_out(places: Iterable[Place], out: Mapping[int, Collection[User]]) -> list[User]:
    """The members who are in conflict with one of these groups, each once."""
    members = {user.pk: user for place in places for user in out.get(place.submission.pk, [])}
    return list(members.values())


def committee(round_: Round) -> list[Post]:
    """The committee of the year as it is now, its chair first."""
    posts = Post.objects.filter(role__in=JUDGE_ROLES, year=round_.call.year, ended_at=None)
    found = list(posts.select_related("user").order_by("created_at", "pk"))
    return sorted(found, key=lambda post: post.role != Role.CHAIR)


def meetings_of(round_: Round, user: User) -> list[Meeting]:
    """The meetings on a round that this person may read, newest first."""
    rows = Meeting.objects.visible_to(user).filter(round=round_).select_related("call", "round")
    return list(rows.order_by("-number"))


def agenda_of(meeting: Meeting) -> list[Item]:
    """The agenda of a meeting as the ranking is now."""
    return agenda(meeting.round, order_of(meeting.round))

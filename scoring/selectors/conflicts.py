"""Conflicts of interest that follow from what is known, whatever a member declares."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groups.enums import DISTRICT_ROLES, PROVINCE_ROLES
from groups.models import Post, User
from scoring.enums import ConflictReason, RoundStage
from scoring.models import Conflict, ConflictQuestion, Round, Sheet
from submissions.models import Clip, PlanVersion, Step, Submission


class Known(NamedTuple):
    """A conflict with the sentence that says from where it is known."""

    reason: ConflictReason
    why: str

    @property
    def why_closed(self) -> str:
        """What is said to a member whose sheet it closed after the declaration."""
        return _(
            "A conflict of interest with this group became known after your declaration: %(why)s"
        ) % {"why": self.why}


# member, submission -> the conflict
Found = Mapping[tuple[int, int], Known]


def known_conflicts(
    round_: Round, judges: Collection[User], submissions: Collection[Submission]
) -> Found:
    """Who must not judge what, from posts, from the plans' history, and from the other round.

    A post in a province or in one of its districts, held now or ever, closes the province.
    Whoever moved a plan on, sent it or brought its clip has endorsed it. What a member declared
    in the other round of the year holds in this one, and so does what was ruled in this one before
    the member declared. Five queries, whatever their number.
    """
    return {
        **dict(_from_rounds(round_, judges, submissions)),
        **dict(_from_acts(judges, submissions)),
        **dict(_from_posts(judges, submissions)),
    }


def _from_posts(
    judges: Collection[User], submissions: Iterable[Submission]
) -> Iterator[tuple[tuple[int, int], Known]]:
    posts = Post.objects.filter(user__in=judges, role__in=[*DISTRICT_ROLES, *PROVINCE_ROLES])
    places: dict[str, set[int]] = defaultdict(set)
    for user, *codes in posts.values_list("user", "province", "district__province"):
        for code in filter(None, codes):
            places[code].add(user)
    known = Known(ConflictReason.OWN_PROVINCE, _("A post is or was held in this province."))
    for submission in submissions:
        for judge in places[submission.province_id]:
            yield (judge, submission.pk), known


def _from_acts(
    judges: Collection[User], submissions: Collection[Submission]
) -> Iterator[tuple[tuple[int, int], Known]]:
    known = Known(ConflictReason.ENDORSED, _("This plan was written, sent or forwarded with them."))
    rows: tuple[tuple[QuerySet[Step] | QuerySet[PlanVersion] | QuerySet[Clip], str], ...] = (
        (Step.objects.exclude(name__in=RELEASING), "by"),
        (PlanVersion.objects.all(), "frozen_by"),
        (Clip.objects.all(), "uploaded_by"),
    )
    for acts, who in rows:
        theirs = acts.filter(**{f"{who}__in": judges}, submission__in=submissions).order_by()
        for judge, submission in theirs.values_list(who, "submission").distinct():
            yield (judge, submission), known


# The steps that a result takes: they say nothing of a plan.
RELEASING = ("select", "decline", "grade_outstanding", "grade_good")


def _from_rounds(
    round_: Round, judges: Collection[User], submissions: Collection[Submission]
) -> Iterator[tuple[tuple[int, int], Known]]:
    rows = Conflict.objects.filter(
        round__call=round_.call_id, judge__in=judges, submission__in=submissions
    )
    other = _("It was declared in the other round of this year.")
    ruled = _("It was declared or ruled in this round.")
    for in_round, judge, submission, reason in rows.values_list(
        "round", "judge", "submission", "reason"
    ):
        why = ruled if in_round == round_.pk else other
        yield (judge, submission), Known(ConflictReason(reason), why)


def newly_known(sheet: Sheet) -> Known | None:
    """The conflict of a sheet's member that became known after the declaration.

    It closes the plan to the member in both rounds until the year's result is released.
    """
    assignment = sheet.assignment
    found = newly_conflicting(assignment.round, assignment.judge, [assignment.submission])
    return found.get(assignment.submission_id)


def newly_conflicting(
    round_: Round, judge: User, submissions: Collection[Submission]
) -> dict[int, Known]:
    """By submission what became known of a member after the declaration, such as by a post.

    Nothing of what was ruled to be none in the round that goes on, as a ruling of the one before
    knew nothing of a post given since; and nothing once all is released. Seven queries at most.
    """
    rounds = list(Round.objects.filter(call=round_.call_id).order_by("number"))
    if all(each.stage == RoundStage.RELEASED for each in rounds):
        return {}
    current = [each for each in rounds if each.stage != RoundStage.PREPARED][-1:]
    ruled = ConflictQuestion.objects.filter(round__in=current, judge=judge, upheld=False)
    none = set(ruled.values_list("submission", flat=True))
    known = known_conflicts(round_, [judge], submissions)
    return {pk: found for (_judge, pk), found in known.items() if pk not in none}


def declared_before(
    round_: Round, judge: User, submissions: Collection[Submission]
) -> dict[int, tuple[ConflictReason, str]]:
    """What the member declared of the same groups in earlier years, to be confirmed or changed."""
    groups = {submission.group_id: submission.pk for submission in submissions}
    earlier = Conflict.objects.filter(judge=judge, submission__group__in=groups)
    rows = earlier.exclude(round__call=round_.call_id).order_by("declared_at")
    return {
        groups[group]: (ConflictReason(reason), note)
        for group, reason, note in rows.values_list("submission__group", "reason", "note")
    }


def open_questions(round_: Round) -> QuerySet[ConflictQuestion]:
    """The questions that the round waits for."""
    return ConflictQuestion.objects.filter(round=round_, ruled_at=None).select_related(
        "judge", "asked_by", "submission__group", "submission__province"
    )


def unasked_conflicts(round_: Round) -> list[Sheet]:
    """Sheets that count although a conflict of their member has become known since.

    Such as by a post given after the declaration. What was asked and ruled to be none is none.
    Seven queries.
    """
    sheets = list(
        Sheet.objects.in_round(round_)
        .handed_in()
        .select_related("assignment__judge", "assignment__submission__group")
    )
    judges = {sheet.assignment.judge for sheet in sheets}
    submissions = {sheet.assignment.submission for sheet in sheets}
    ruled = ConflictQuestion.objects.filter(round=round_, upheld=False)
    settled = set(ruled.values_list("judge", "submission"))
    known = known_conflicts(round_, judges, submissions).keys() - settled
    pairs = (
        (sheet, (sheet.assignment.judge_id, sheet.assignment.submission_id)) for sheet in sheets
    )
    return [sheet for sheet, pair in pairs if pair in known]

"""Writing the plan section by section, and keeping it as it was when it was sent."""

import itertools
import operator
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from selection_site.lib import clock, dates
from submissions.enums import Section
from submissions.models import (
    Attachment,
    BudgetLine,
    BusinessPlan,
    Clip,
    PlanVersion,
    Saving,
    Submission,
)
from submissions.models.plans import PlanRow
from submissions.selectors import (
    PARTS,
    Missing,
    captions_digest,
    current_clip,
    missing_from,
    plan_content,
    plan_digest,
    row_fields,
)
from submissions.selectors.known import Answers, Known, answers, digest
from submissions.selectors.sections import Part
from submissions.services.writing import hold_for_writing
from submissions.stages import StepRefusedError

# Names of fields with their values; under the name of a kind of row, such as `budget_lines`, a
# list of such mappings, one a row.
PlanValues: TypeAlias = Mapping[str, Any]

NOT_TYPED = ["submission", "saved_by", "taken_from_year", "to_confirm"]


class StalePlanError(Exception):
    """Another changed answers after the writer had seen them; `by` did so last, `at` that time."""

    def __init__(self, plan: BusinessPlan, names: Sequence[str]) -> None:
        super().__init__(plan, names)
        self.plan, self.names = plan, names
        made = plan.savings.filter(name__in=names).select_related("by").order_by("at").last()
        self.by, self.at = (made.by, made.at) if made else (plan.saved_by, plan.saved_at)

    def __str__(self) -> str:
        return _(
            "%(who)s saved something else here at %(when)s, after you had opened this page. "
            "Nothing you typed is lost: compare it with what is saved, then save again."
        ) % {"who": self.by, "when": dates.localized_datetime(self.at)}


class IncompletePlanError(Exception):
    """The plan cannot be sent yet; `missing` says what is left."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(missing)
        self.missing = missing

    def __str__(self) -> str:
        return " ".join(remark.sentence for remark in self.missing)


@transaction.atomic
def save_section(
    submission: Submission,
    section: Section,
    values: PlanValues,
    *,
    known: Known | None = None,
    confirm: bool = False,
    by: User,
) -> BusinessPlan:
    """Write one section; its fields and rows become `values`.

    Amounts are in the unit of the field's name. The first save makes the plan and takes the step
    'start'. `known` is what the writer's page knew of the answers: those the writer did not touch
    stay as they are now, whoever changed them, and StalePlanError when another changed one that
    the writer changed too, unless both wrote the same. Without `known` all is written over. With
    `confirm` the writer says that what was taken over here is right as it is saved now. A
    second run with the same values changes nothing. Raises StepRefusedError (post, stage, day) and
    ValidationError (a value no column takes).
    """
    plan = _save(submission, [PARTS[section]], values, known=known, by=by)
    if confirm and section in plan.to_confirm:
        plan.to_confirm = [each for each in plan.to_confirm if each != section]
        plan.save(update_fields=["to_confirm"])
        record("confirm_taken_over", plan, by=by, detail={"section": section})
    return plan


@transaction.atomic
def save_answer(
    submission: Submission, section: Section, values: PlanValues, *, base: str, by: User
) -> BusinessPlan:
    """Write the one answer in `values`: a field, or all rows, of a section.

    `base` is the digest of the answer as the writer's page knows it ("" for an empty one):
    StalePlanError when it is another now, unless it is what the writer wrote too. All else as in
    `save_section`.
    """
    [name] = values
    part = PARTS[section]
    only = Part(rows=name, model=part.model) if name == part.rows else Part((name,))
    return _save(submission, [only], values, known={name: base}, by=by, sent_whole=False)


@transaction.atomic
def write_plan(submission: Submission, values: PlanValues, *, by: User) -> BusinessPlan:
    """Write the whole plan in one go, over whatever was there; refusals as in `save_section`."""
    return _save(submission, list(PARTS.values()), values, known=None, by=by)


def _save(
    submission: Submission,
    parts: Sequence[Part],
    values: PlanValues,
    *,
    known: Known | None,
    by: User,
    sent_whole: bool = True,
) -> BusinessPlan:
    held = hold_for_writing(submission, by=by)
    saved = BusinessPlan.objects.filter(submission=held).first()
    plan = saved or BusinessPlan(submission=held)
    before = _answers(plan, parts)
    rows = {part.rows: _apply(plan, part, values) for part in parts}
    typed = {name: _said(rows[name]) if name in rows else getattr(plan, name) for name in before}
    changed = [name for name in before if typed[name] != before[name]]
    if known is not None:
        if sent_whole:  # a page sends along what its writer did not touch, as it was long ago
            changed = [name for name in changed if digest(typed[name]) != known.get(name, "")]
        _check_known(plan, changed, before, known)
    if saved and not changed:
        return plan
    for name in before.keys() - set(changed) - rows.keys():
        setattr(plan, name, before[name])
    plan.revision += 1
    plan.saved_at, plan.saved_by = clock.now(), by
    plan.full_clean(exclude=NOT_TYPED, validate_unique=False)
    plan.save()
    for part in parts:
        if part.rows in changed:
            _replace_rows(plan, part, rows[part.rows])
    _sign(plan, changed)
    return plan


def _answers(plan: BusinessPlan, parts: Sequence[Part]) -> Answers:
    return {name: answer for part in parts for name, answer in answers(plan, part).items()}


def _check_known(plan: BusinessPlan, changed: Sequence[str], before: Answers, known: Known) -> None:
    stale = [name for name in changed if digest(before[name]) != known.get(name, "")]
    if stale:
        raise StalePlanError(BusinessPlan.objects.select_related("saved_by").get(pk=plan.pk), stale)


def _sign(plan: BusinessPlan, names: Sequence[str]) -> None:
    """Keep of each answer who saved it last."""
    Saving.objects.bulk_create(
        [Saving(plan=plan, name=name, by=plan.saved_by, at=plan.saved_at) for name in names],
        update_conflicts=True,
        unique_fields=["plan", "name"],
        update_fields=["by", "at"],
    )


def _said(rows: Sequence[PlanRow]) -> list[PlanValues]:
    return [{name: getattr(row, name) for name in row_fields(type(row))} for row in rows]


def _apply(plan: BusinessPlan, part: Part, values: PlanValues) -> list[PlanRow]:
    """Put the section's values on the plan; its rows come back, not saved yet."""
    blank = BusinessPlan()
    for name in part.fields:
        value = values.get(name)
        setattr(plan, name, getattr(blank, name) if value is None else value)
    if part.model is None:
        return []
    said = values.get(part.rows, [])
    if part.model is BudgetLine:
        said = in_order_of_priority(said)
    return [part.model(plan=plan, position=place, **row) for place, row in enumerate(said)]


def in_order_of_priority(rows: Sequence[PlanValues]) -> list[PlanValues]:
    """Budget lines by their priority; a line without one comes after those that have one."""
    last = max((row["priority"] for row in rows if row.get("priority")), default=0)
    without = itertools.count(last + 1)
    numbered = [row if row.get("priority") else {**row, "priority": next(without)} for row in rows]
    return sorted(numbered, key=operator.itemgetter("priority"))


def _replace_rows(plan: BusinessPlan, part: Part, rows: Sequence[PlanRow]) -> None:
    if part.model is None:
        return
    for row in rows:
        row.full_clean(exclude=["plan"], validate_unique=False)
    getattr(plan, part.rows).all().delete()
    part.model._default_manager.bulk_create(rows)


@transaction.atomic
def freeze(submission: Submission, *, by: User) -> PlanVersion:
    """Keep plan, clip and files as they are now, under one digest, as the next version.

    Raises IncompletePlanError while anything is missing, StepRefusedError when captions are lost. A
    second run makes another version; the caller holds the submission's lock, so no two get one
    number.
    """
    content, clip = plan_content(submission), current_clip(submission)
    left = missing_from(content, clip)
    if left or clip is None:
        raise IncompletePlanError(left)
    files = list(Attachment.objects.current().filter(submission=submission))
    captions = _captions(clip)
    version = PlanVersion.objects.create(
        submission=submission,
        number=submission.versions.count() + 1,
        content=content,
        clip=clip,
        captions_path=clip.captions_path,
        captions_name=clip.captions_name,
        captions_sha256=captions,
        labels={str(file.pk): file.kind for file in files},
        sha256=plan_digest(content, clip, files, captions=captions),
        frozen_at=clock.now(),
        frozen_by=by,
    )
    version.attachments.set(files)
    record("freeze_plan", version, by=by, detail={"sha256": version.sha256})
    return version


def _captions(clip: Clip) -> str:
    try:
        return captions_digest(clip)
    except FileNotFoundError:
        raise StepRefusedError(
            _("The captions of the clip are lost: add them anew or take them away, then send.")
        ) from None

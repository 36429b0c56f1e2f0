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
    PlanVersion,
    Submission,
)
from submissions.models.plans import PlanRow
from submissions.selectors import (
    PARTS,
    Missing,
    current_clip,
    missing_from,
    plan_content,
    plan_digest,
    row_fields,
)
from submissions.selectors.sections import Part
from submissions.services.writing import hold_for_writing

# Names of fields with their values; under the name of a kind of row, such as `budget_lines`, a
# list of such mappings, one a row.
PlanValues: TypeAlias = Mapping[str, Any]


class StalePlanError(Exception):
    """Somebody saved the plan after the writer had opened it; `plan` is what they saved."""

    def __init__(self, plan: BusinessPlan) -> None:
        super().__init__(plan)
        self.plan = plan

    def __str__(self) -> str:
        return _(
            "%(who)s saved this plan at %(when)s, after you had opened this page. "
            "Nothing you typed is lost: compare it with what is saved, then save again."
        ) % {"who": self.plan.saved_by, "when": dates.localized_datetime(self.plan.saved_at)}


class IncompletePlanError(Exception):
    """The plan cannot be sent yet; `missing` says what is left."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(missing)
        self.missing = missing

    def __str__(self) -> str:
        return " ".join(remark.sentence for remark in self.missing)


@transaction.atomic
def save_section(
    submission: Submission, section: Section, values: PlanValues, *, revision: int, by: User
) -> BusinessPlan:
    """Write one section; its fields and rows become exactly `values`.

    Amounts are in the unit of the field's name. The first save makes the plan and takes the step
    'start'. `revision` is that of the plan when the writer opened it: StalePlanError when another
    saved since, unless both wrote the same. A second run with the same values changes nothing.
    Raises StepRefusedError (post, stage, day) and ValidationError (a value no column takes).
    """
    return _save(submission, [PARTS[section]], values, revision=revision, by=by)


@transaction.atomic
def write_plan(submission: Submission, values: PlanValues, *, by: User) -> BusinessPlan:
    """Write the whole plan in one go, over whatever was there; refusals as in `save_section`."""
    return _save(submission, list(PARTS.values()), values, revision=None, by=by)


def _save(
    submission: Submission,
    parts: Sequence[Part],
    values: PlanValues,
    *,
    revision: int | None,
    by: User,
) -> BusinessPlan:
    held = hold_for_writing(submission, by=by)
    saved = BusinessPlan.objects.filter(submission=held).first()
    plan = saved or BusinessPlan(submission=held)
    before = [_own(plan, part) for part in parts], [_saved_rows(plan, part) for part in parts]
    rows = [_apply(plan, part, values) for part in parts]
    after = [_own(plan, part) for part in parts], [_said(made) for made in rows]
    if saved and before == after:
        return plan
    if saved and revision not in (None, plan.revision):
        raise StalePlanError(BusinessPlan.objects.select_related("saved_by").get(pk=plan.pk))
    plan.revision += 1
    plan.saved_at, plan.saved_by = clock.now(), by
    plan.full_clean(exclude=["submission", "saved_by"], validate_unique=False)
    plan.save()
    for part, made in zip(parts, rows, strict=True):
        _replace_rows(plan, part, made)
    return plan


def _own(plan: BusinessPlan, part: Part) -> list[object]:
    return [getattr(plan, name) for name in part.fields]


def _saved_rows(plan: BusinessPlan, part: Part) -> list[PlanValues]:
    if part.model is None or plan._state.adding:
        return []
    return list(getattr(plan, part.rows).values(*row_fields(part.model)))


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

    Raises IncompletePlanError while anything is missing. A second run makes another version;
    the caller holds the submission's lock, so no two get one number.
    """
    content, clip = plan_content(submission), current_clip(submission)
    left = missing_from(content, clip)
    if left or clip is None:
        raise IncompletePlanError(left)
    files = list(Attachment.objects.current().filter(submission=submission))
    version = PlanVersion.objects.create(
        submission=submission,
        number=submission.versions.count() + 1,
        content=content,
        clip=clip,
        sha256=plan_digest(content, clip, files),
        frozen_at=clock.now(),
        frozen_by=by,
    )
    version.attachments.set(files)
    record("freeze_plan", version, by=by, detail={"sha256": version.sha256})
    return version

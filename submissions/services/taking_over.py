"""Beginning a plan with what seldom changes in the plan that the same group sent last."""

from django.db import transaction
from django.utils.translation import gettext as _

from groups.models import User
from groups.services import record
from submissions import rules, stages
from submissions.models import BusinessPlan, Submission
from submissions.selectors import (
    earlier_version,
    is_untouched,
    plan_content,
    sections_of,
    stable_values,
)
from submissions.services.plans import write_plan
from submissions.services.writing import hold_for_writing
from submissions.stages import StepRefusedError


class TakingOverRefusedError(Exception):
    """Nothing can be taken over: something is written already, or there is no earlier plan."""


@transaction.atomic
def take_over(submission: Submission, *, by: User) -> BusinessPlan:
    """Write into an untouched plan what `selectors.taking_over.STABLE` names of the last one.

    The source is the last version that this very group sent in an earlier year. Every part that got
    something waits until its writer confirms it; until then the plan cannot be sent. Takes the step
    'start' if need be. Raises StepRefusedError (post, stage, day), and TakingOverRefusedError once
    anything is written, so also for whoever presses second, and when there is nothing to take.
    """
    if not rules.may_take_over(by, submission):
        raise StepRefusedError(stages.why_not_writable(submission, by))
    held = hold_for_writing(submission, by=by)
    if not is_untouched(plan_content(held)):
        raise TakingOverRefusedError(
            _(
                "Something is written in this plan already, so nothing was taken over. "
                "Somebody may have been quicker; what is written stays as it is."
            )
        )
    version = earlier_version(held, by)
    values = stable_values(version.content) if version else {}
    if version is None or not values:
        raise TakingOverRefusedError(
            _("There is no earlier plan of this group to take over from. Write the plan anew.")
        )
    plan = write_plan(held, values, by=by)
    plan.taken_from_year = version.submission.call.year
    plan.to_confirm = sections_of(values)
    plan.save(update_fields=["taken_from_year", "to_confirm"])
    detail = {"version": version.pk, "year": plan.taken_from_year, "sections": plan.to_confirm}
    record("take_over_plan", plan, by=by, detail=detail)
    return plan

from groups.models import User
from submissions import stages
from submissions.enums import Stage
from submissions.models import Submission
from submissions.stages import StepRefusedError


def hold_for_writing(submission: Submission, *, by: User) -> Submission:
    """Lock the submission until the caller's transaction ends, and begin its draft if need be.

    Plan, clip and files are all written under this lock, so nothing is written into a plan while
    it is being sent. Raises StepRefusedError when the plan may not be written.
    """
    rows = Submission.objects.select_for_update(of=("self",)).for_list()
    held = rows.get(pk=submission.pk)
    if not stages.is_writable(held, by):
        raise StepRefusedError(stages.why_not_writable(held, by))
    if held.stage == Stage.NOT_STARTED:
        return stages.take(held.pk, "start", by=by)
    return held

from submissions.enums import ClipKind
from submissions.models import Clip, Submission


def current_clip(submission: Submission, kind: ClipKind = ClipKind.PLAN) -> Clip | None:
    """The clip that counts now; older ones were replaced."""
    return Clip.objects.current().filter(submission=submission, kind=kind).first()

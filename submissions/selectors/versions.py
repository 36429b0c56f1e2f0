from collections.abc import Iterable

from selection_site.lib import seal
from submissions.models import Attachment, Clip, PlanVersion, Submission
from submissions.selectors.content import Content


def plan_digest(content: Content, clip: Clip, files: Iterable[Attachment]) -> str:
    """The digest of a version: what the plan says, and the digests of its clip and files."""
    parts = {
        "content": content,
        "clip": clip.sha256,
        "files": sorted(file.sha256 for file in files),
    }
    return seal.sha256_hex(parts)


def digest_now(version: PlanVersion) -> str:
    """The digest that the version's rows have today; another than `sha256` means tampering."""
    return plan_digest(version.content, version.clip, version.attachments.all())


def latest_version(submission: Submission) -> PlanVersion | None:
    """The plan as it was sent last: what the province checks and the committee judges."""
    return submission.versions.select_related("clip", "frozen_by").first()

from collections.abc import Iterable

from selection_site.lib import seal, uploads
from submissions.models import Attachment, Clip, PlanVersion, Submission
from submissions.selectors.content import Content


def plan_digest(
    content: Content, clip: Clip, files: Iterable[Attachment], *, captions: str = ""
) -> str:
    """The digest of a version: what the plan says, and the digests of its clip and files.

    `captions` is the digest of the clip's captions, which stands in it only where there are some.
    """
    parts = {
        "content": content,
        "clip": clip.sha256,
        "files": sorted(file.sha256 for file in files),
        **({"captions": captions} if captions else {}),
    }
    return seal.sha256_hex(parts)


def captions_digest(clip: Clip) -> str:
    """The digest of the captions as they lie there; empty for a clip without any."""
    path = clip.captions_path
    return seal.sha256_hex(uploads.absolute(path).read_bytes()) if path else ""


def digest_now(version: PlanVersion) -> str:
    """The digest that the version's rows have today; another than `sha256` means tampering."""
    return plan_digest(
        version.content,
        version.clip,
        version.attachments.all(),
        captions=version.captions_sha256,
    )


def version_files(version: PlanVersion) -> list[Attachment]:
    """The files a plan was sent with, each as it was labelled then; one query."""
    files = list(version.attachments.for_list())
    for file in files:
        file.kind = version.labels.get(str(file.pk), file.kind)
    return files


def latest_version(submission: Submission) -> PlanVersion | None:
    """The plan as it was sent last: what the province checks and the committee judges."""
    return submission.versions.select_related("clip", "frozen_by").first()

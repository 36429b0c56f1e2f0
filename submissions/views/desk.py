"""What all pages of writing have on top and on their side: what is left, until when, who else."""

from typing import NamedTuple

from django.template.loader import render_to_string

from groups.models import User
from submissions import selectors
from submissions.enums import Section
from submissions.models import Attachment, Clip, Submission, Writer
from submissions.selectors import Content, Due, Missing
from submissions.views import pages
from submissions.views.pages import Entry, Left


class Desk(NamedTuple):
    """The desk at which `user` writes; `section` is the page that is open."""

    submission: Submission
    section: Section | None
    user: User
    left: list[Left]
    left_here: list[Left]
    due: Due
    entries: list[Entry]
    writers: list[Writer]


def desk(
    submission: Submission,
    user: User,
    content: Content,
    clip: Clip | None,
    files: int,
    section: Section | None = None,
) -> Desk:
    """Two queries more than its arguments cost."""
    missing = selectors.missing_from(content, clip)
    states = selectors.states(content, clip, files)
    writers = selectors.others_writing(submission, user)
    return Desk(
        submission,
        section,
        user,
        pages.left(submission, missing),
        pages.left(submission, _here(content, section)),
        selectors.due(submission),
        pages.entries(submission, states, section, writers),
        writers,
    )


def _here(content: Content, section: Section | None) -> list[Missing]:
    """What is left in the open section, once its writer has begun with it.

    That it waits to be confirmed stands in a notice of its own.
    """
    if section not in selectors.PARTS or selectors.is_empty(content, section):
        return []
    return list(selectors.missing_in(content, section))


def desk_now(submission: Submission, user: User, section: Section) -> Desk:
    """The same with everything read anew, after something was saved."""
    files = Attachment.objects.current().filter(submission=submission).count()
    clip = selectors.current_clip(submission)
    return desk(submission, user, selectors.plan_content(submission), clip, files, section)


def fresh(desk: Desk) -> str:
    """What may have changed of an open page; the page puts each part in its place by its id."""
    return render_to_string("submissions/_desk_fresh.html", {"desk": desk})

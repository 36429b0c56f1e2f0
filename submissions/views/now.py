"""What is to do now with a submission, or why there is nothing to do, in one card."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from selection_site.lib import clock, dates
from submissions.enums import Section, SectionState, Stage
from submissions.models import Submission
from submissions.views.pages import section_url


class Now(NamedTuple):
    """The card: what, in a sentence, and where the button leads, if there is one."""

    title: str
    text: str
    url: str = ""
    action: str = ""


WHERE = {
    Stage.NOT_STARTED: (
        gettext_lazy("Not started"),
        gettext_lazy("The district has not begun to write yet."),
    ),
    Stage.DRAFT: (
        gettext_lazy("With the district"),
        gettext_lazy("The district is writing. You can read here what it has saved so far."),
    ),
    Stage.SENT: (
        gettext_lazy("With the province"),
        gettext_lazy("The province checks the plan, then forwards or returns it."),
    ),
    Stage.FORWARDED: (
        gettext_lazy("With the department"),
        gettext_lazy("The committee judges plan and clip. There is nothing to do until then."),
    ),
    Stage.FINALIST: (
        gettext_lazy("In round 2"),
        gettext_lazy("The plan was kept in round 1. Round 2 decides its grade."),
    ),
    Stage.DECLINED: (
        gettext_lazy("Not selected"),
        gettext_lazy("The plan was not kept in round 1. Thank you for taking part."),
    ),
    Stage.WITHDRAWN: (
        gettext_lazy("Withdrawn"),
        gettext_lazy("The group no longer takes part in this year."),
    ),
    Stage.GIVEN_UP: (
        gettext_lazy("Withdrew after the result"),
        gettext_lazy("The group gave its place up; another group has moved up."),
    ),
    Stage.OUTSTANDING: (
        gettext_lazy("Outstanding"),
        gettext_lazy("The plan was selected as outstanding. The award and procurement follow."),
    ),
    Stage.GOOD: (
        gettext_lazy("Good"),
        gettext_lazy("The plan was selected as good. The award and procurement follow."),
    ),
}


def to_write(submission: Submission, states: dict[Section, SectionState], left: int) -> Now:
    """For whoever may write the plan now."""
    if submission.stage == Stage.NOT_STARTED:
        text = _(
            "Begin with the data of the group. After each section you can stop and go on later."
        )
        return Now(_("Write the plan"), text, section_url(submission, Section.GROUP), _("Begin"))
    if left:
        title = ngettext(
            "One thing is left before the plan can be sent",
            "%(left)s things are left before the plan can be sent",
            left,
        ) % {"left": left}
        return Now(title, "", _first_undone(submission, states), _("Go on writing"))
    text = _("Read the whole plan once more, then send it to the province.")
    url = reverse("submissions:preview", args=[submission.pk])
    return Now(_("Everything is there"), text, url, _("Read and send"))


def to_correct(open_: int, url: str) -> Now:
    """For whoever may write a returned plan: comments that ask for something yet."""
    title = ngettext(
        "One comment of the province is left", "%(left)s comments of the province are left", open_
    ) % {"left": open_}
    text = _("Change what it asks for, or answer why not. Then send the plan again.")
    return Now(title, text, url, _("Go to the place"))


def _first_undone(submission: Submission, states: dict[Section, SectionState]) -> str:
    undone = (
        section
        for section, state in states.items()
        if state != SectionState.DONE and section != Section.FILES
    )
    return section_url(submission, next(undone))


def to_know(submission: Submission) -> Now:
    """For everybody else: where the submission is, and what comes next."""
    call, stage = submission.call, Stage(submission.stage)
    if stage in (Stage.NOT_STARTED, Stage.DRAFT, Stage.SENT):
        if clock.today() < call.opens_on:
            text = _("Plans can be written from %(day)s.")
            return Now(_("Not open yet"), text % {"day": dates.localized(call.opens_on)})
        if submission.plans_are_over:
            return Now(_("Too late"), _too_late(submission))
    title, where = WHERE[stage]
    return Now(str(title), str(where))


def _too_late(submission: Submission) -> str:
    day = dates.localized(submission.plans_due_on)
    if submission.stage == Stage.SENT:
        text = _("The province did not forward the plan by %(day)s, so it takes no part.")
    else:
        text = _("The plan was not sent by %(day)s, so it takes no part.")
    return text % {"day": day}

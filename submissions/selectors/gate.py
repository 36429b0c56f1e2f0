"""What the province looks at before it forwards a plan: the conditions of the programme."""

from collections.abc import Iterator
from typing import NamedTuple

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from selection_site.lib import dates, money
from submissions.enums import BudgetSource, ClipState, Section, Stage
from submissions.models import PlanVersion, Submission
from submissions.selectors.budget import budget_cut, total_satang
from submissions.selectors.cautions import cautions, national_numbers
from submissions.selectors.content import FORMAT, in_todays_shape
from submissions.selectors.files import files_remarks
from submissions.selectors.missing import Missing, missing_from
from submissions.selectors.remarks import drafts, unsettled


class Check(NamedTuple):
    """One thing to look at before forwarding; `tone` is good, warn or bad, in words `finding`."""

    title: str
    finding: str
    tone: str
    url: str = ""

    @property
    def stops(self) -> bool:
        """Whether the plan cannot be forwarded as long as it is so."""
        return self.tone == "bad"


def gate_checks(submission: Submission, version: PlanVersion) -> list[Check]:
    """What can be told of the sent plan without judging it; a bad one stops forwarding.

    Three queries when the version comes with its clip and the submission with its call.
    """
    return [
        _roster(submission),
        *_times(submission),
        _clip(submission, version),
        _asked(version),
        _smaller(version),
        _complete(version),
        *_numbers(version),
        *_files(version),
        *_warnings(version),
        *_remarks(submission, version),
    ]


def _at(version: PlanVersion, section: str = "") -> str:
    """The place on the page of the version."""
    page = reverse("submissions:version", args=[version.submission_id, version.number])
    return f"{page}#{section}" if section else page


def _roster(submission: Submission) -> Check:
    title, year = _("On the list of target groups"), submission.call.year
    if submission.stage == Stage.WITHDRAWN:
        return Check(title, _("The group no longer takes part in this year."), "bad")
    return Check(title, _("yes, on the roster of %(year)s") % {"year": year}, "good")


def _times(submission: Submission) -> Iterator[Check]:
    sent = submission.sent_at
    if sent is not None:
        when = dates.localized_datetime(sent)
        late = submission.sent_late
        finding = _("%(when)s, after the province's day") % {"when": when} if late else when
        yield Check(_("Plan and clip sent to the province"), finding, "warn" if late else "good")


def _clip(submission: Submission, version: PlanVersion) -> Check:
    clip, title, url = version.clip, _("Clip"), _at(version, "clip")
    if clip.state == ClipState.REFUSED:
        return Check(title, clip.refusal, "bad", url)
    if clip.state != ClipState.PLAYABLE or clip.seconds is None:
        return Check(title, _("still being checked; wait before you forward"), "bad", url)
    facts = {
        "length": _minutes(int(clip.seconds)),
        "most": _minutes(submission.call.clip_seconds),
        "size": filesizeformat(clip.bytes),
    }
    # The check of clips allows the last frame some leeway; only a whole second is too long.
    if int(clip.seconds) > submission.call.clip_seconds:
        return Check(title, _("%(length)s minutes, the limit is %(most)s") % facts, "bad", url)
    finding = _("plays, %(length)s of at most %(most)s minutes, %(size)s") % facts
    return Check(title, finding, "good", url)


def _minutes(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02d}"


def _asked(version: PlanVersion) -> Check:
    content, most = version.content, version.content["call"]["outstanding_baht"]
    asked = total_satang(content, BudgetSource.DEPARTMENT)
    fits = 0 < asked <= money.to_satang(most)
    facts = {"asked": money.format_satang(asked), "most": money.format_baht(most)}
    finding = (
        _("%(asked)s baht, within the %(most)s baht of the larger award")
        if fits
        else _("%(asked)s baht; it must be more than nothing and at most %(most)s baht")
    )
    title, url = _("Asked of the department"), _at(version, "budget")
    return Check(title, finding % facts, "good" if fits else "bad", url)


def _smaller(version: PlanVersion) -> Check:
    least = version.content["call"]["good_baht"]
    cut = budget_cut(version.content, [least])[0]
    facts = {
        "count": len(cut.items),
        "bought": money.format_satang(cut.total_satang),
        "least": money.format_baht(least),
    }
    finding = (
        _("the first %(count)s lines for %(bought)s of %(least)s baht")
        if cut.items
        else _("%(least)s baht would buy nothing: the first line costs more")
    )
    title, url = _("With the smaller award"), _at(version, "budget")
    return Check(title, finding % facts, "good" if cut.items else "bad", url)


def _complete(version: PlanVersion) -> Check:
    """Sending asked for it already; a rule that came since may find more.

    A plan that was sent on an older form answers for the parts that were asked then.
    """
    if version.content["format"] != FORMAT:
        finding = _("sent complete by the form of its day")
        return Check(_("Plan complete"), finding, "good", _at(version))
    left = [each for each in missing_from(version.content, version.clip) if each.field != "file"]
    title = _("Plan complete")
    if not left:
        return Check(title, _("every section is filled in"), "good", _at(version))
    text = ngettext(
        "%(count)s thing is left: %(first)s",
        "%(count)s things are left, first: %(first)s",
        len(left),
    )
    finding = text % {"count": len(left), "first": left[0].sentence}
    return Check(title, finding, "bad", _at(version, left[0].section))


def _numbers_in(version: PlanVersion) -> list[Missing]:
    return list(national_numbers(in_todays_shape(version.content)))


def _numbers(version: PlanVersion) -> Iterator[Check]:
    found = _numbers_in(version)
    title = _("National identity numbers")
    if not found:
        yield Check(title, _("none found in the plan"), "good")
    for each in found:
        yield Check(title, each.sentence, "warn", _at(version, each.section))


def _files(version: PlanVersion) -> Iterator[Check]:
    for remark in files_remarks(version.attachments.all()):
        yield Check(_("Files"), remark.sentence, remark.tone, _at(version, "files"))


def _warnings(version: PlanVersion) -> Iterator[Check]:
    numbers = {each.sentence for each in _numbers_in(version)}
    for caution in cautions(version.content):
        if caution.sentence not in numbers:
            section = Section(caution.section)
            url = _at(version, section)
            yield Check(str(section.label), caution.sentence, "warn", url)


def _remarks(submission: Submission, version: PlanVersion) -> Iterator[Check]:
    title = _("Comments")
    url = reverse("submissions:check", args=[submission.pk])
    if unsent := len(drafts(version)):
        text = ngettext(
            "%(count)s comment is collected and not sent: return the plan with it, or delete it",
            "%(count)s comments are collected and not sent: return the plan with them, "
            "or delete them",
            unsent,
        )
        yield Check(title, text % {"count": unsent}, "bad", url)
    if open_ := len(unsettled(submission)):
        text = ngettext(
            "%(count)s earlier comment is not marked as accepted",
            "%(count)s earlier comments are not marked as accepted",
            open_,
        )
        yield Check(title, text % {"count": open_}, "warn", url)

"""The one thing that a person can do next in a round."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.models import User
from scoring import rules, services, stages
from scoring.enums import RoundNumber, RoundStage
from scoring.models import Round
from scoring.selectors import (
    Queue,
    completeness,
    declaration_of,
    queue,
    submissions_in,
    waits_for_draw,
)


@dataclass
class Step:
    """Where a round stands for this person; then a page that leads on, or an act to confirm."""

    text: str
    label: str = ""
    url: str = ""
    confirm: str = ""
    reasons: list[str] = field(default_factory=list)

    @property
    def is_act(self) -> bool:
        return bool(self.confirm)


def next_step(round_: Round, user: User) -> Step:
    """What the card of a round says and offers."""
    match round_.stage:
        case RoundStage.PREPARED:
            return _to_open(round_, user)
        case RoundStage.MARKING:
            return _to_mark(round_, user)
        case RoundStage.MARKED:
            return _to_close(round_, user)
        case RoundStage.CLOSED:
            return _to_release(round_, user)
    return Step(_("The result is released."), _("Read the result"), _page("scoring:result", round_))


def _page(name: str, round_: Round) -> str:
    return reverse(name, args=[round_.pk])


def _to_open(round_: Round, user: User) -> Step:
    if not stages.is_open(round_, "open", user):
        return Step(_("Staff are preparing this round. You get a message when marking opens."))
    if reasons := services.in_the_way(round_):
        return Step(_("Marking cannot be opened yet:"), reasons=reasons)
    return Step(
        _ready(round_),
        _("Open marking"),
        _page("scoring:open", round_),
        _("Open marking? The criteria cannot be changed afterwards, and every member is told."),
    )


def _ready(round_: Round) -> str:
    """Where the line will be, or that nobody will be below it."""
    first = round_.number == RoundNumber.FIRST
    places = round_.call.finalists if first else round_.call.outstanding_places
    count = submissions_in(round_).count()
    if count > places:
        return _(
            "Ready to open: the line will be drawn after place %(places)d. "
            "The criteria are fixed from then on."
        ) % {"places": places}
    return f"{_all_are_in(round_, count, places)} {_('The criteria are fixed from then on.')}"


def _all_are_in(round_: Round, count: int, places: int) -> str:
    if round_.number != RoundNumber.FIRST:
        text = ngettext(
            "Ready to open: %(count)d group is left for %(places)d places 'outstanding'. It is "
            "judged and becomes outstanding.",
            "Ready to open: %(count)d groups are left for %(places)d places 'outstanding'. All of "
            "them are judged and become outstanding, none 'good'.",
            count,
        )
    elif count == places:
        text = ngettext(
            "Ready to open: %(count)d plan came, and there is one place. It is judged and kept.",
            "Ready to open: %(count)d plans came, as many as there are places. All of them are "
            "judged and kept.",
            count,
        )
    else:
        text = ngettext(
            "Ready to open: %(count)d plan came for %(places)d places. It is judged and kept.",
            "Ready to open: %(count)d plans came for %(places)d places. All of them are judged "
            "and kept; places that stay empty bring no money to others.",
            count,
        )
    return text % {"count": count, "places": places}


def _to_mark(round_: Round, user: User) -> Step:
    if rules.may_judge(user, round_):
        if declaration_of(round_, user) is None:
            return Step(
                _("Begin with your declaration: the groups that you must not judge."),
                _("Declare conflicts of interest"),
                _page("scoring:declare", round_),
            )
        own = queue(round_, user)
        if own.next:
            return Step(
                _("You have handed in %(done)d of %(all)d sheets.")
                % {"done": own.done, "all": len(own.sheets)},
                _("Go on judging"),
                _page("scoring:queue", round_),
            )
        if not Round.objects.completeness_visible_to(user).filter(pk=round_.pk).exists():
            return Step(_nothing_left(round_, own))
    if rules.may_share_out(user) and waits_for_draw(round_):
        return Step(
            _("The groups are shared out among the members who have declared."),
            _("Share the groups out"),
            _page("scoring:sharing", round_),
        )
    return _to_close_marking(round_, user)


def _nothing_left(round_: Round, own: Queue) -> str:
    """Why a member has no sheet to go on with."""
    if own.sheets:
        return _("All your sheets are handed in. Thank you for judging.")
    if waits_for_draw(round_):
        return _("You have declared. You get a message when the groups are shared out.")
    return _("You have no sheets in this round.")


def _to_close_marking(round_: Round, user: User) -> Step:
    may_close = rules.may_close_marking(user, round_)
    state = completeness(round_)
    if may_close and state.is_complete:
        text = _("All sheets are handed in: marking can be closed.")
    else:
        text = _("%(done)d of %(all)d sheets are handed in.") % {
            "done": state.handed_in,
            "all": state.assigned,
        }
    return Step(text, _("Look at the progress"), _page("scoring:progress", round_))


def _to_close(round_: Round, user: User) -> Step:
    if rules.may_close_round(user, round_):
        return Step(
            _("Marking is closed. Look at the ranking, settle ties, then close the round."),
            _("Go to the ranking"),
            _page("scoring:ranking", round_),
        )
    return Step(_("Marking is closed. The chair settles ties and closes the round."))


def _to_release(round_: Round, user: User) -> Step:
    if stages.is_open(round_, "release", user):
        return Step(
            _("The chair has closed the round. Nobody learns the result before you release it."),
            _("Look at it and release it"),
            _page("scoring:release", round_),
        )
    return Step(_("The round is closed. The result is known when the director releases it."))

"""The events of the audit chain in an officer's words."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from submissions.enums import WITHDRAWABLE

# Every verb that is recorded; what is recorded stays short and never changes with the words.
ACTS = {
    "add_day_off": _("Day off added"),
    "add_group": _("Group added to the roster"),
    "add_person": _("Person added"),
    "agency_emblem": _("Emblem of the letterhead changed"),
    "agency_save": _("Letterhead changed"),
    "allocation_approve": _("Allocation approved"),
    "allocation_propose": _("Allocation proposed"),
    "allocation_return": _("Allocation returned to staff"),
    "appoint": _("Post given"),
    "change_call": _("Call changed"),
    "change_person": _("Details of a person changed"),
    "close_marking": _("Marking closed"),
    "close_round": _("Round closed"),
    "confirm_roster": _("Roster confirmed"),
    "create_call": _("Call prepared"),
    "declare": _("Conflicts of interest declared"),
    "end_meeting": _("Meeting ended"),
    "end_post": _("Post ended"),
    "export_order": _("Export ordered"),
    "extension_approve": _("More days for a province approved"),
    "extension_ask": _("More days for a province asked for"),
    "extension_propose": _("More days for a province proposed"),
    "extension_refuse": _("More days for a province refused"),
    "followup_accept": _("Follow-up accepted"),
    "followup_return": _("Follow-up returned"),
    "followup_send": _("Follow-up sent"),
    "freeze_plan": _("Version of the plan kept"),
    "hand_in_sheet": _("Score sheet handed in"),
    "change_sheet": _("Score sheet changed after handing in"),
    "invite": _("Invitation sent"),
    "letter_made": _("Letter made"),
    "letters_order": _("Letters ordered"),
    "load_demonstration": _("Demonstration years loaded"),
    "make_calendar_address": _("Private calendar address made"),
    "make_upload_link": _("Link for uploading the clip made"),
    "money_allocated": _("Ledger: allocated"),
    "money_committed": _("Ledger: committed"),
    "money_paid": _("Ledger: paid"),
    "open_call": _("Call opened"),
    "open_meeting": _("Meeting opened"),
    "open_round": _("Marking opened"),
    "order_minutes": _("Draft of the minutes ordered"),
    "purchase_amend": _("Purchase corrected"),
    "purchase_begin": _("Purchase begun"),
    "purchase_step": _("Step of a purchase recorded"),
    "record_motion": _("Motion and votes recorded"),
    "release_round": _("Result released"),
    "remind_now": _("Reminded by hand"),
    "remove_day_off": _("Day off taken away"),
    "remove_group": _("Group taken off the roster"),
    "reopen_round": _("Closed result taken back"),
    "replacement_approve": _("Withdrawal approved"),
    "replacement_propose": _("Withdrawal proposed"),
    "replacement_return": _("Withdrawal not approved"),
    "resultreport_accept": _("Result report accepted"),
    "resultreport_return": _("Result report returned"),
    "resultreport_send": _("Result report sent"),
    "retry_reminder": _("Mail of reminders tried again"),
    "revoke_calendar_address": _("Private calendar address taken back"),
    "revoke_upload_link": _("Link for uploading the clip revoked"),
    "set_criteria": _("Criteria set"),
    "set_ladder": _("Tie ladder set"),
    "set_province_day": _("Province's day set"),
    "set_rules": _("Rules of selection set"),
    "set_sharing": _("Rule declared of who judges what"),
    "draw_panels": _("Groups shared out among the members"),
    "undo_draw": _("Sharing out undone"),
    "step_out": _("Member stepped out of judging a group"),
    "ask_about_conflict": _("Question of a conflict of interest"),
    "rule_on_conflict": _("Ruling on a conflict of interest"),
    "settle_tie": _("Tie settled"),
    "step_decline": _("Not selected"),
    "step_forward": _("Plan forwarded to the department"),
    "step_give_up": _("Withdrew after the result"),
    "step_grade_good": _("Result: good"),
    "step_grade_outstanding": _("Result: outstanding"),
    **dict.fromkeys(
        (f"step_reinstate_{stage}" for stage in WITHDRAWABLE), _("Withdrawal taken back")
    ),
    "step_promote_finalist": _("Moved up from the reserve list"),
    "step_promote_good": _("Moved up from the reserve list"),
    "step_raise_grade": _("Moved up to 'outstanding'"),
    "step_return": _("Plan returned to the district"),
    "step_select": _("Kept after round 1"),
    "step_send": _("Plan sent to the province"),
    "step_start": _("Writing began"),
    "step_withdraw": _("Withdrawn from the year"),
    "withdrawal_ask": _("Withdrawal asked for"),
    "withdrawal_carry_out": _("Withdrawal carried out"),
    "withdrawal_dismiss": _("Withdrawal turned down"),
    "withdrawal_replace": _("Group put in the place of another"),
    "withdrawal_take_back": _("Withdrawal taken back"),
}


def act(verb: str) -> str:
    """What was done: the words of `verb`, or the verb itself where an older release recorded it."""
    return str(ACTS.get(verb, verb))


def thing(subject: str) -> str:
    """Of what: `submissions.submission:17` as the name of its kind with its number."""
    label, _colon, key = subject.partition(":")
    try:
        kind = apps.get_model(label)._meta.verbose_name
    except (LookupError, ValueError):
        return subject
    return f"{kind} {key}"


def verbs_like(words: str) -> list[str]:
    """The verbs whose words, in the language of the page, contain `words`."""
    return [verb for verb in ACTS if words.casefold() in act(verb).casefold()]

"""What happens in a round: criteria, declarations, sheets, ties, closing, release."""

from scoring.services.closing import (
    OpenConflictError,
    TieError,
    close_round,
    reopen_round,
    result_digest,
)
from scoring.services.conflicts import ask_about_conflict, rule_on_conflict, step_out
from scoring.services.criteria import (
    CriteriaError,
    as_written,
    check_rows,
    copy_criteria,
    copy_round,
    prepare_rounds,
    rows_of,
    save_criteria,
)
from scoring.services.declarations import Conflicts, declare, why_not_now
from scoring.services.default_criteria import AnchorRow, CriterionRow
from scoring.services.ladder import LadderError, declare_ladder, declare_rules, rules_digest
from scoring.services.meetings import (
    MeetingRefusedError,
    Sitting,
    Votes,
    end_meeting,
    open_meeting,
    record_motion,
    voters,
)
from scoring.services.minutes import facts_of, make_minutes, order_minutes, retry_minutes
from scoring.services.nudging import to_remind
from scoring.services.release import release
from scoring.services.reminders import plan_reminders
from scoring.services.replacements import (
    ReplacementError,
    approve_replacement,
    propose_replacement,
    return_replacement,
)
from scoring.services.rounds import (
    MissingSheetsError,
    close_marking,
    criteria_digest,
    in_the_way,
    open_round,
    places_of,
)
from scoring.services.sharing import (
    OtherPanelsError,
    draw,
    set_sharing,
    undo_draw,
    why_no_draw,
    why_no_undo,
)
from scoring.services.sheets import (
    Cited,
    HandedInError,
    MarkError,
    StaleSheetError,
    hand_in,
    handed_in_already,
    save_sheet,
    sheet_digest,
    why_fixed,
)
from scoring.services.ties import draw_lot, settle_tie
from scoring.stages import RoundRefusedError

__all__ = [
    "AnchorRow",
    "Cited",
    "Conflicts",
    "CriteriaError",
    "CriterionRow",
    "HandedInError",
    "LadderError",
    "MarkError",
    "MeetingRefusedError",
    "MissingSheetsError",
    "OpenConflictError",
    "OtherPanelsError",
    "ReplacementError",
    "RoundRefusedError",
    "Sitting",
    "StaleSheetError",
    "TieError",
    "Votes",
    "approve_replacement",
    "as_written",
    "ask_about_conflict",
    "check_rows",
    "close_marking",
    "close_round",
    "copy_criteria",
    "copy_round",
    "criteria_digest",
    "declare",
    "declare_ladder",
    "declare_rules",
    "draw",
    "draw_lot",
    "end_meeting",
    "facts_of",
    "hand_in",
    "handed_in_already",
    "in_the_way",
    "make_minutes",
    "open_meeting",
    "open_round",
    "order_minutes",
    "places_of",
    "plan_reminders",
    "prepare_rounds",
    "propose_replacement",
    "record_motion",
    "release",
    "reopen_round",
    "result_digest",
    "retry_minutes",
    "return_replacement",
    "rows_of",
    "rule_on_conflict",
    "rules_digest",
    "save_criteria",
    "save_sheet",
    "set_sharing",
    "settle_tie",
    "sheet_digest",
    "step_out",
    "to_remind",
    "undo_draw",
    "voters",
    "why_fixed",
    "why_no_draw",
    "why_no_undo",
    "why_not_now",
]

"""What happens in a round: criteria, declarations, sheets, ties, closing, release."""

from scoring.services.closing import (
    OpenConflictError,
    TieError,
    check_line,
    close_round,
    reopen_round,
    result_digest,
    set_aside,
)
from scoring.services.criteria import (
    CriteriaError,
    check_rows,
    copy_criteria,
    prepare_rounds,
    save_criteria,
)
from scoring.services.declarations import Conflicts, declare, why_not_now
from scoring.services.default_criteria import CriterionRow
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
from scoring.services.sheets import (
    MarkError,
    StaleSheetError,
    hand_in,
    marks_digest,
    save_sheet,
    why_fixed,
)
from scoring.services.ties import draw_lot, settle_tie
from scoring.stages import RoundRefusedError

__all__ = [
    "Conflicts",
    "CriteriaError",
    "CriterionRow",
    "LadderError",
    "MarkError",
    "MeetingRefusedError",
    "MissingSheetsError",
    "OpenConflictError",
    "ReplacementError",
    "RoundRefusedError",
    "Sitting",
    "StaleSheetError",
    "TieError",
    "Votes",
    "approve_replacement",
    "check_line",
    "check_rows",
    "close_marking",
    "close_round",
    "copy_criteria",
    "criteria_digest",
    "declare",
    "declare_ladder",
    "declare_rules",
    "draw_lot",
    "end_meeting",
    "facts_of",
    "hand_in",
    "in_the_way",
    "make_minutes",
    "marks_digest",
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
    "rules_digest",
    "save_criteria",
    "save_sheet",
    "set_aside",
    "settle_tie",
    "to_remind",
    "voters",
    "why_fixed",
    "why_not_now",
]

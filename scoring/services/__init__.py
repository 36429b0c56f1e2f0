"""What happens in a round: criteria, declarations, sheets, ties, closing, release."""

from scoring.services.conflicts import ask_about_conflict, rule_on_conflict, step_out
from scoring.services.criteria import (
    CriteriaError,
    check_rows,
    copy_criteria,
    prepare_rounds,
    save_criteria,
)
from scoring.services.declarations import Conflicts, declare, why_not_now
from scoring.services.default_criteria import CriterionRow
from scoring.services.release import release
from scoring.services.reminders import plan_reminders
from scoring.services.rounds import (
    MissingSheetsError,
    TieError,
    check_line,
    close_marking,
    close_round,
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
    MarkError,
    StaleSheetError,
    hand_in,
    marks_digest,
    save_sheet,
    why_fixed,
)
from scoring.services.ties import settle_tie
from scoring.stages import RoundRefusedError

__all__ = [
    "Conflicts",
    "CriteriaError",
    "CriterionRow",
    "MarkError",
    "MissingSheetsError",
    "OtherPanelsError",
    "RoundRefusedError",
    "StaleSheetError",
    "TieError",
    "ask_about_conflict",
    "check_line",
    "check_rows",
    "close_marking",
    "close_round",
    "copy_criteria",
    "criteria_digest",
    "declare",
    "draw",
    "hand_in",
    "in_the_way",
    "marks_digest",
    "open_round",
    "places_of",
    "plan_reminders",
    "prepare_rounds",
    "release",
    "rule_on_conflict",
    "save_criteria",
    "save_sheet",
    "set_sharing",
    "settle_tie",
    "step_out",
    "undo_draw",
    "why_fixed",
    "why_no_draw",
    "why_no_undo",
    "why_not_now",
]

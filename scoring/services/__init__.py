"""What happens in a round: criteria, declarations, sheets, ties, closing, release."""

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
from scoring.services.ties import settle_tie
from scoring.stages import RoundRefusedError

__all__ = [
    "AnchorRow",
    "Cited",
    "Conflicts",
    "CriteriaError",
    "CriterionRow",
    "HandedInError",
    "MarkError",
    "MissingSheetsError",
    "RoundRefusedError",
    "StaleSheetError",
    "TieError",
    "as_written",
    "check_line",
    "check_rows",
    "close_marking",
    "close_round",
    "copy_criteria",
    "copy_round",
    "criteria_digest",
    "declare",
    "hand_in",
    "handed_in_already",
    "in_the_way",
    "open_round",
    "places_of",
    "plan_reminders",
    "prepare_rounds",
    "release",
    "rows_of",
    "save_criteria",
    "save_sheet",
    "settle_tie",
    "sheet_digest",
    "why_fixed",
    "why_not_now",
]

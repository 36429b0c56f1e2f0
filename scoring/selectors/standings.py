"""The copied result of a closed round, with what is shown beside it."""

from decimal import Decimal
from typing import NamedTuple

from scoring.enums import TieStep
from scoring.models import Round, Standing
from scoring.selectors.entrants import Sheets, sheets_of
from scoring.selectors.ladder import Decision


class Row(NamedTuple):
    """One standing with the totals of its sheets."""

    standing: Standing
    totals: tuple[Decimal, ...]
    missing: int
    decision: Decision | None


def standings_of(round_: Round) -> list[Row]:
    """Every standing in its order; two queries. Those that withdrew keep their place."""
    rows = round_.standings.select_related(
        "submission__call",
        "submission__group",
        "submission__district",
        "submission__province",
    )
    sheets = sheets_of(round_)
    nothing = Sheets()
    return [
        Row(
            standing,
            sheets.get(standing.submission_id, nothing).totals,
            sheets.get(standing.submission_id, nothing).missing,
            decision_of(standing),
        )
        for standing in rows
    ]


def decision_of(standing: Standing) -> Decision | None:
    """What put it before the next one with its score."""
    if not standing.step:
        return None
    return Decision(
        TieStep(standing.step),
        standing.step_criterion,
        standing.step_upper,
        standing.step_lower,
    )

"""The ranking of a round, against reading its submissions alone."""

from bench.counting import Figures, cpu_ms, statements
from bench.pages import FINISHED
from scoring.enums import RoundNumber
from scoring.models import Round, Sheet
from scoring.selectors import ranking, submissions_in


def figures() -> Figures:
    round_ = Round.objects.get(call__year=FINISHED, number=RoundNumber.FIRST)
    with statements() as seen:
        places = ranking(round_)
    rows = cpu_ms(lambda: list(submissions_in(round_)))
    return {
        "submissions": len(places),
        "sheets": Sheet.objects.handed_in().in_round(round_).count(),
        "queries": seen.total(),
        "ranking, of reading the submissions": cpu_ms(lambda: ranking(round_)) / rows,
    }

"""Who may do what: every predicate of every app, asked for every post, against one table.

The table is `grid.txt`, written to be read by a committee's secretary. A predicate that the table
does not name, or that gives another answer, fails the test with the table as it would have to be.
"""

import inspect
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from budgets.models import Allocation, Batch
from groups.enums import Role
from groups.models import User
from reports.models import ResultReport
from scoring.models import Assignment, ConflictQuestion, Replacement, Round, Sheet
from submissions.models import Call, Extension, Submission
from tests.factories.groups import ARANYAPRATHET, SA_KAEO, PostFactory

TABLE = Path(__file__).with_name("grid.txt")
APPS = ["groups", "submissions", "scoring", "budgets", "reports"]

# District, province and year: where and when the posts of the factory are held, and elsewhere.
OWN, OTHER = (ARANYAPRATHET, SA_KAEO, 2563), ("1101", "11", 2564)


def things(user, where):
    """What a predicate can be asked about, by the name of its parameter; done by somebody else."""
    district, province, year = where
    submission = Submission(district_id=district, province_id=province)
    round_ = Round(call=Call(year=year))
    judge = user if where == OWN else User()
    allocation = Allocation(submission=submission)
    return {
        "province_id": province,
        "person": User(),
        "submission": submission,
        "extension": Extension(),
        "round_": round_,
        "question": ConflictQuestion(round=round_),
        "sheet": Sheet(assignment=Assignment(judge=judge, round=round_)),
        "replacement": Replacement(round=round_),
        "batch": Batch(),
        "allocation": allocation,
        "report": ResultReport(allocation=allocation),
    }


def predicates(app):
    """{verb: predicate} of what an app lets people do, in the order of its file."""
    if find_spec(f"{app}.rules") is None:
        return {}
    members = inspect.getmembers(import_module(f"{app}.rules"), inspect.isfunction)
    own = [(name, rule) for name, rule in members if rule.__module__ == f"{app}.rules"]
    own.sort(key=lambda member: member[1].__code__.co_firstlineno)
    return {name.removeprefix("may_"): rule for name, rule in own if name.startswith("may_")}


def answers(rule, user, where):
    asked_about = list(inspect.signature(rule).parameters)[1:]
    return rule(user, *(things(user, where)[name] for name in asked_about))


def cell(rule, user):
    """yes: anywhere; own: in one's own place, year or work; -: not at all."""
    own, other = answers(rule, user, OWN), answers(rule, user, OTHER)
    return {(True, True): "yes", (True, False): "own", (False, False): "-"}[own, other]


def table(users):
    """The rows as `grid.txt` has them."""
    heads = [role.value.replace("_", " ") for role in users]
    lines = ["".join([" " * 26, *(f"{head:<15}" for head in heads)]).rstrip()]
    for app in APPS:
        lines += ["", app]
        for verb, rule in predicates(app).items():
            cells = [f"{cell(rule, user):<15}" for user in users.values()]
            lines.append(f"  {verb.replace('_', ' '):<24}{''.join(cells)}".rstrip())
    return lines


@pytest.fixture
def users(db):
    return {role: PostFactory(role=role).user for role in Role}


def test_every_verb_is_open_to_the_posts_that_the_table_names(users):
    found = table(users)

    written = TABLE.read_text().splitlines()
    shown = written[written.index(found[0]) :] if found[0] in written else []
    assert shown == found, "\n".join(["tests/grid.txt would have to say:", *found])


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DISTRICT_HEAD, Role.PROVINCE_HEAD])
def test_posts_that_only_read_may_do_nothing(users, role):
    allowed = [
        f"{app}.may_{verb}"
        for app in APPS
        for verb, rule in predicates(app).items()
        if cell(rule, users[role]) != "-"
    ]

    assert allowed == []


def test_whoever_holds_no_post_may_do_nothing(db):
    nobody = User()
    nobody.__dict__["held"] = []

    allowed = [
        f"{app}.may_{verb}"
        for app in APPS
        for verb, rule in predicates(app).items()
        if cell(rule, nobody) != "-"
    ]

    assert allowed == []


def test_the_table_covers_every_app_that_has_rules():
    counts = {app: len(predicates(app)) for app in APPS}

    assert [app for app, count in counts.items() if count == 0] == []

"""Every address of the system, asked by every post at every stage of a round: who learns what."""

import itertools
import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from groups.enums import Role
from groups.models import Notice
from scoring.enums import RoundStage
from scoring.models import Meeting, Sheet
from scoring.services import (
    Sitting,
    Votes,
    close_marking,
    close_round,
    declare,
    hand_in,
    open_meeting,
    order_minutes,
    record_motion,
    release,
    reopen_round,
    settle_tie,
)
from selection_site.lib import clock
from tests.factories.groups import PostFactory
from tests.factories.scoring import CriterionFactory, RoundFactory, arrived
from tests.factories.submissions import VersionFactory
from tests.test_project import URLS, sample_arguments

pytestmark = pytest.mark.django_db

POINTS = {"member": "61.5", "other": "74.5", "chair": "93.5"}
MEAN = "76.50"
SECRETS = {
    **{f"marks of {who}": rf"\b{re.escape(points)}" for who, points in POINTS.items()},
    **{f"note of {who}": f"NOTE-{who}" for who in POINTS},
    **{f"comment of {who}": f"COMMENT-{who}" for who in POINTS},
    "scores": rf"\b{re.escape(MEAN)}",
    "decisions": "DECISION",
}
OVERSEERS = (Role.STAFF, Role.DIRECTOR, Role.AUDITOR)
ASKED = (Role.DISTRICT, Role.PROVINCE, Role.MEMBER, Role.CHAIR, *OVERSEERS, Role.ADMINISTRATOR)
FILES = ("clip", "clip_part", "poster", "attachment", "thumbnail", "minutes")


def addresses(year):
    """Every address of scoring with every key that was planted, and what else tells of a year."""
    keys = {
        "rounds": [year.round.pk],
        "sheets": Sheet.objects.values_list("pk", flat=True),
        "meetings": Meeting.objects.values_list("pk", flat=True),
    }
    for name, pattern in URLS:
        space, _colon, short = name.partition(":")
        if space != "scoring" or short in FILES:
            continue
        wanted = sample_arguments(pattern)
        values = {"year": [2563], "submission": [year.submission.pk]}
        values["pk"] = keys.get(str(pattern).partition("/")[0], [])
        for found in itertools.product(*(values[key] for key in wanted)):
            yield reverse(name, kwargs=dict(zip(wanted, found, strict=True)))
    for name in ("home", "audit", "exports", "calendar", "reminder_years"):
        yield reverse(f"reports:{name}")
    yield reverse("reports:reminders", args=[2563])
    yield reverse("groups:notices")
    yield reverse("submissions:overview")
    yield reverse("submissions:detail", args=[year.submission.pk])


@pytest.fixture
def year():
    """A round being marked by three, everything handed in, each with a note and a comment."""
    posts = {role: PostFactory(role=role).user for role in ASKED}
    judges = {
        "member": posts[Role.MEMBER],
        "other": PostFactory(role=Role.MEMBER).user,
        "chair": posts[Role.CHAIR],
    }
    round_ = RoundFactory(places=1)
    criterion = CriterionFactory(round=round_, points=100, halves=True)
    submission, equal = arrived(round_), arrived(round_)
    VersionFactory(submission=submission)
    VersionFactory(submission=equal)
    for who, judge in judges.items():
        declare(round_, judge=judge, conflicts={})
        for sheet in Sheet.objects.filter(assignment__judge=judge):
            hand_in(
                sheet.assignment,
                judge=judge,
                marks={criterion.pk: Decimal(POINTS[who])},
                note=f"NOTE-{who}",
                comment=f"COMMENT-{who}",
                revision=0,
            )
    return SimpleNamespace(round=round_, posts=posts, submission=submission, equal=equal)


def advance(year, stage):
    """The round at `stage`; a meeting on its ranking has voted on a tie and on the line."""
    chair, director = year.posts[Role.CHAIR], year.posts[Role.DIRECTOR]
    stages = list(RoundStage)
    reached = stages.index(stage)
    if reached >= stages.index(RoundStage.MARKED):
        close_marking(year.round, by=chair)
        sitting = Sitting(clock.today(), "ห้องประชุม", clock.now().time(), "เลขานุการ")
        meeting = open_meeting(year.round, sitting, absent={}, by=chair)
        order = [year.equal.pk, year.submission.pk]
        settle_tie(year.round, order=order, reason="DECISION on the tie", by=chair)
        text = "DECISION on the line"
        record_motion(meeting, rank=0, text=text, votes=Votes(2, 1), by=chair)
        order_minutes(meeting, by=chair)
    if reached >= stages.index(RoundStage.CLOSED):
        close_round(year.round, by=chair)
        reopen_round(year.round, reason="ตรวจอีกครั้ง", by=director)
        close_round(year.round, by=chair)
    if reached >= stages.index(RoundStage.RELEASED):
        release(year.round, by=director)


def learnt(client, year, user):
    """What a person reads anywhere, and what their notices say."""
    client.force_login(user)
    found = set()
    for address in addresses(year):
        response = client.get(address)
        if response.streaming or response.status_code != 200:
            response.close()
            continue
        text = response.content.decode(errors="ignore")
        found |= {name for name, secret in SECRETS.items() if re.search(secret, text)}
    told = " ".join(f"{row.subject} {row.body}" for row in Notice.objects.filter(user=user))
    return found | {name for name, secret in SECRETS.items() if re.search(secret, told)}


OWN = {who: {f"{what} of {who}" for what in ("marks", "note", "comment")} for who in POINTS}
MARKS = {f"marks of {who}" for who in POINTS}
COMMENTS = {f"comment of {who}" for who in POINTS}
SHOWN = {"scores", "decisions"}
EXPECTED = {
    RoundStage.MARKING: {},
    RoundStage.MARKED: {Role.CHAIR: MARKS | SHOWN},
    RoundStage.CLOSED: {
        Role.CHAIR: MARKS | SHOWN,
        **dict.fromkeys(OVERSEERS, MARKS | COMMENTS | SHOWN),
    },
    RoundStage.RELEASED: {
        Role.CHAIR: MARKS | SHOWN,
        Role.MEMBER: SHOWN,
        **dict.fromkeys(OVERSEERS, MARKS | COMMENTS | SHOWN),
    },
}


@pytest.mark.parametrize("stage", EXPECTED)
def test_nobody_learns_a_mark_or_a_score_before_its_time(client, year, stage):
    advance(year, stage)

    found = {role: learnt(client, year, user) for role, user in year.posts.items()}

    own = {Role.MEMBER: OWN["member"], Role.CHAIR: OWN["chair"]}
    assert found == {
        role: EXPECTED[stage].get(role, set()) | own.get(role, set()) for role in ASKED
    }

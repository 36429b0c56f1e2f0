import threading
import time

import pytest
from django.db import DatabaseError, connection, transaction

from groups.models import ChainHead, Event, Notice
from groups.services import change_person, owe, payload, record
from selection_site.lib import seal
from tests.factories.groups import PostFactory, UserFactory


def broken_at():
    """Number of the first event whose seal does not follow from the one before, None if all do."""
    previous = seal.GENESIS
    for number, event in enumerate(Event.objects.order_by("number"), 1):
        if event.number != number or event.seal != seal.chain(previous, payload(event)):
            return number
        previous = event.seal
    head = ChainHead.objects.get()
    return None if (head.number, head.seal) == (Event.objects.count(), previous) else head.number


def write_events(count=3):
    user = UserFactory()
    for number in range(count):
        record("test", user, by=user, detail={"ครั้งที่": number, "baht": 90_000})
    return user


def without_triggers(sql, *values):
    """Change the table as somebody would who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER append_only_groups_event_UPDATE")
            cursor.execute("DROP TRIGGER append_only_groups_event_DELETE")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE groups_event DISABLE TRIGGER USER")
        cursor.execute(sql, values)


@pytest.mark.django_db
def test_chain_verifies_from_the_first_event_to_the_head():
    write_events()

    assert (Event.objects.count(), broken_at()) == (3, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "values", "link"),
    [
        ("UPDATE groups_event SET verb = %s WHERE number = 2", ["other"], 2),
        ("UPDATE groups_event SET detail = %s WHERE number = 2", ['{"baht": 90001}'], 2),
        ("UPDATE groups_event SET user_id = NULL WHERE number = 3", [], 3),
        ("UPDATE groups_event SET at = %s WHERE number = 1", ["2020-05-25 00:00:00+00"], 1),
        ("DELETE FROM groups_event WHERE number = 2", [], 2),
        ("DELETE FROM groups_event WHERE number = 3", [], 3),
    ],
    ids=["verb", "detail", "user", "time", "one taken out", "the last taken out"],
)
def test_tampering_is_noticed_at_the_link_where_it_happened(sql, values, link):
    write_events()

    without_triggers(sql, *values)

    assert broken_at() == link


@pytest.mark.django_db
def test_events_are_undone_with_what_they_tell_of():
    write_events(1)

    with transaction.atomic():
        record("undone", UserFactory(), by=None)
        transaction.set_rollback(True)

    assert (Event.objects.get().verb, broken_at()) == ("test", None)


@pytest.mark.django_db
def test_record_names_the_row_and_takes_only_what_has_one_writing():
    post = PostFactory()

    event = record("test", post, by=post.user)

    assert (event.subject, event.detail) == (f"groups.post:{post.pk}", {})
    with pytest.raises(TypeError):
        record("test", post, by=None, detail={"share": 0.1})


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_event_refuses_change_and_removal(verb):
    refuse_change_and_removal(verb)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_event_refuses_change_and_removal_on_postgresql(verb):
    refuse_change_and_removal(verb)


def refuse_change_and_removal(verb):
    write_events(1)
    rows = Event.objects.all()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(verb="other") if verb == "update" else rows.delete()

    assert (Event.objects.get().verb, broken_at()) == ("test", None)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_person_who_is_changed_while_somebody_tells_them_stops_nobody():
    person = UserFactory()
    told, changing = threading.Event(), threading.Event()

    def change():
        told.wait()
        changing.set()
        try:
            change_person(person, {"phone": "0812345678"}, by=person)
        finally:
            connection.close()

    other = threading.Thread(target=change)
    other.start()
    with transaction.atomic():
        record("test", person, by=None)
        told.set()
        changing.wait()
        time.sleep(0.3)  # the other holds the person by now and waits for the chain
        owe([Notice(user=person, key="test", subject="ผลการคัดเลือก", body="ประกาศแล้ว")])
    other.join()

    person.refresh_from_db()
    assert (person.phone, Notice.objects.count(), Event.objects.count()) == ("0812345678", 1, 2)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_events_written_at_once_get_one_number_each():
    user = UserFactory()

    def write():
        try:
            for _ in range(10):
                record("test", user, by=user)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert (Event.objects.count(), broken_at()) == (40, None)

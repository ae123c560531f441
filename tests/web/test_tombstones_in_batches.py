"""Many wraps taken away at once, as when somebody leaves, leave their tombstones in one write and one line-up of the file."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from amparo.vault.material import new_id
from amparo.vault.tombstones import Tombstone, digest_of
from amparo.web.people.actions.rotating import remove_wraps
from amparo.web.people.models import Member
from amparo.web.safekeeping.store import store


def test_many_tombstones_take_as_many_statements_as_few(db: None):
    today, waiting = timezone.localdate(), len(connection.run_on_commit)
    ids = [new_id() for _ in range(300)]
    with CaptureQueriesContext(connection) as asked:
        store().put_tombstones(Tombstone.of(one, on=today) for one in ids)
    assert len(asked) <= 6
    assert len(connection.run_on_commit) == waiting + 1
    assert all(store().has_tombstone(digest_of(one)) for one in ids)


def test_wraps_taken_away_together_leave_their_tombstones_in_one_write(cast: dict[str, Member]):
    today, waiting = timezone.localdate(), len(connection.run_on_commit)
    wraps = list(store().wraps())
    assert len(wraps) > 10
    with CaptureQueriesContext(connection) as asked:
        remove_wraps(wraps, on=today)
    assert sum("tombstone" in query["sql"] for query in asked) <= 2
    assert len(connection.run_on_commit) == waiting + 1
    assert all(store().has_tombstone(digest_of(wrap.id)) for wrap in wraps)
    assert not list(store().wraps())


def test_an_earlier_day_stays_among_many(db: None):
    today, known = timezone.localdate(), new_id()
    store().put_tombstone(Tombstone.of(known, on=today - timedelta(days=3)))
    store().put_tombstones(Tombstone.of(one, on=today) for one in (new_id(), known))
    days = {found.digest: found.erased_on for found in store().tombstones()}
    assert days[digest_of(known)] == today - timedelta(days=3)
    assert len(days) == 2

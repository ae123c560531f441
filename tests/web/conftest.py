"""Tests of the web: on SQLite, or on the PostgreSQL that DATABASE_URL names. Every test runs in a transaction that is undone."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment
from django.utils import timezone
from people_of_the_cast import OFFICES, ORGANISATION, cast_of

from amparo.vault.passphrases import Effort
from amparo.web.people import sessions
from amparo.web.people.actions.founding import found_organisation
from amparo.web.people.actions.signing_in import open_own_key
from amparo.web.people.keys import ring_of
from amparo.web.people.models import Member, Office, Organisation
from amparo.web.safekeeping.store import store

PASSPHRASE = "a passphrase for tests only"


@pytest.fixture(scope="session")
def database() -> Iterator[None]:
    """A fresh database, for the whole run."""
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    yield
    connection.creation.destroy_test_db(name, verbosity=0)
    teardown_test_environment()


@pytest.fixture
def db(database: None) -> Iterator[None]:
    """The database as it was at first; what the test writes is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def cast(db: None) -> dict[str, Member]:
    """The demonstration organisation with the cast: see `people_of_the_cast`."""
    found_organisation(
        Organisation(**ORGANISATION),
        [Office(**office) for office in OFFICES],
        cast_of(PASSPHRASE),
        effort=Effort(passes=1, memory=2**13),
    )
    return {member.sign_in_name: member for member in Member.objects.all()}


@pytest.fixture
def work(cast: dict[str, Member]) -> Callable[[str], Client]:
    """`work("ana")` is a browser in which Ana is signed in, with her second factor; `work("nobody")` one without a session."""

    def at_work(name: str) -> Client:
        client = Client()
        if name != "nobody":
            client.cookies[sessions.COOKIE] = session_of(cast[name]).cookie
        return client

    return at_work


def session_of(member: Member) -> sessions.Key:
    """A session of the member's, opened with their passphrase."""
    own = open_own_key(member, PASSPHRASE)
    assert own is not None
    now = timezone.now()
    return sessions.begin(member, ring_of(store(), own, on=timezone.localdate(now)), is_confirmed=True, now=now)


@pytest.fixture
def home() -> Path:
    """The folder of the installation under test."""
    return Path(os.environ["AMPARO_HOME"])

"""What a test does inside an installation, each step in a process of its own (see `do_step`).

So a test sees a database only as a fresh process does, and never through anything still in memory.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyotp
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone
from installations import PASSPHRASE
from people_of_the_cast import OFFICES, ORGANISATION, cast_of

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.demonstration import accounts
from amparo.vault.archives import read_archive
from amparo.vault.keys import Role
from amparo.vault.passphrases import Effort
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework.actions.counting import count_cases
from amparo.web.casework.actions.receiving import receive
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.lists.lines import Line, index_of
from amparo.web.casework.models import Case, ReceiptKey
from amparo.web.casework.telling import Purpose, Telling
from amparo.web.home import Home
from amparo.web.operating import demonstration
from amparo.web.operating.paper import words_of
from amparo.web.operating.past_cases import add_past_cases
from amparo.web.operating.starting import migrate
from amparo.web.people import second_factor
from amparo.web.people.actions.founding import found_organisation
from amparo.web.people.actions.recovering import entrust_at_the_server
from amparo.web.people.actions.signing_in import open_own_key, sign_in
from amparo.web.people.keys import ring_of, role_key
from amparo.web.people.models import Member, Office, Organisation, Session
from amparo.web.people.sessions import recognised
from amparo.web.safekeeping.store import cabinet, store


def found() -> None:
    """The organisation with the cast, whose second factors are set up."""
    migrate()
    effort = Effort(passes=1, memory=2**13)
    organisation = Organisation(**ORGANISATION)
    found_organisation(organisation, [Office(**office) for office in OFFICES], cast_of(PASSPHRASE), effort=effort)
    demonstration._set_up_second_factors()


def house(leave_to: str) -> dict[str, str]:
    """The cast, of whom Ana and Carmen hold the recovery key together as custodians; the seeds of all second factors."""
    migrate()
    people = [
        replace(one, posts=(*one.posts, ("north", Role.CUSTODIAN))) if one.sign_in_name == "ana" else one
        for one in cast_of(PASSPHRASE)
    ]
    organisation = Organisation(**ORGANISATION, leave_to=leave_to, practice=True)
    effort = Effort(passes=1, memory=2**13)
    phrase = found_organisation(organisation, [Office(**office) for office in OFFICES], people, effort=effort)
    demonstration._set_up_second_factors()
    entrust_at_the_server(phrase.words, list(Member.objects.filter(sign_in_name__in=("ana", "carmen"))), 2)
    return {member.sign_in_name: second_factor.seed_of(member.second_factor) for member in Member.objects.all()}


def people_to_count() -> None:
    """Sixty closed cases in the north office, and what analysts see of them."""
    add_past_cases("north", [one.on_the_day.to_plain() for one in accounts(load_catalogue())])
    ana = Member.objects.get(sign_in_name="ana")
    own = open_own_key(ana, PASSPHRASE)
    assert own is not None
    ring, today = ring_of(store(), own, on=timezone.localdate()), timezone.localdate()
    while count_cases(ring, ana.id, "north", on=today, seconds=60):
        pass


def tell(words: str, office: str = "north") -> str:
    """A report, and the words of its receipt."""
    receipt = Receipt.new()
    receive(Telling(words, "en", frozenset({Purpose.HELP})), receipt, Office.objects.get(code=office))
    return receipt.words


def leave(name: str) -> None:
    """The administrator ends somebody's work."""
    from amparo.web.people.actions.leaving import leave as end

    by = recognised(sign_in("adam", PASSPHRASE, code("adam")).cookie, timezone.now())
    assert by is not None
    end(by, Member.objects.get(sign_in_name=name))


def standing(name: str) -> list[object]:
    """Whether somebody works here still, administers and has a post; and the generation of the key of caseworkers."""
    member = Member.objects.get(sign_in_name=name)
    key = role_key(store(), "north", Role.CASEWORKER)
    posts = member.posts.exists() or bool(member.lock)
    return [member.is_active, member.is_administrator, posts, key.name.generation if key else 0]


def read(name: str, office: str = "north") -> dict[str, object]:
    """What somebody reads after signing in: the lines of their list, and the first words of each case."""
    member = Member.objects.get(sign_in_name=name)
    key = sign_in(name, PASSPHRASE, code(name))
    signed_in = recognised(key.cookie, timezone.now())
    assert signed_in is not None and signed_in.member == member
    today = timezone.localdate()
    rows = index_of(store(), office, Role.CASEWORKER).rows(signed_in.ring, on=today)
    numbers = sorted(Line.of(row).number for row in rows)
    cases = [Dossier.open(cabinet(), signed_in.ring, case.id, on=today) for case in Case.objects.filter(office=office)]
    return {"numbers": numbers, "words": sorted(str(dossier.told["words"]) for dossier in cases)}


def case_of(receipt: str) -> str:
    """The id of the case that lies under a receipt."""
    return ReceiptKey.objects.get(lookup=Receipt.read(receipt).lookup_key).case_id


def code(name: str) -> str:
    """A code of the member's authenticator that is good now."""
    factor = Member.objects.get(sign_in_name=name).second_factor
    step = max(int(timezone.now().timestamp()) // second_factor.STEP, factor.last_step + 1)
    return pyotp.TOTP(second_factor.seed_of(factor)).at(step * second_factor.STEP)


def open_receipt(words: str) -> str | None:
    """The first words under a receipt; None if there is nothing."""
    receipt = Receipt.read(words)
    known = ReceiptKey.objects.filter(lookup=receipt.lookup_key).first()
    if known is None:
        return None
    dossier = Dossier.open(cabinet(), KeyRing.of(receipt.pair), known.case_id, on=timezone.localdate())
    return str(dossier.told["words"])


def open_receipts(*words: str) -> list[str | None]:
    """The first words under each."""
    return [open_receipt(one) for one in words]


def erase(words: str) -> None:
    """Erases what lies under a receipt."""
    case = ReceiptKey.objects.get(lookup=Receipt.read(words).lookup_key).case
    with transaction.atomic():
        cabinet().erase(case.id, on=timezone.localdate())
        case.delete()


def counts() -> dict[str, int]:
    """How many there are of what must neither be lost nor doubled."""
    return {"cases": Case.objects.count(), "receipts": ReceiptKey.objects.count(), "sessions": Session.objects.count()}


def addresses() -> list[str]:
    """Every address that the site has, in English, with something in the place of each part that varies."""
    case = Case.objects.first()
    known = {"provision": "iccpr/13", "case_id": case.id if case else "0" * 32}
    return sorted(_addresses(get_resolver().url_patterns, "/", known))


def _addresses(patterns: Sequence[URLPattern | URLResolver], before: str, known: dict[str, str]) -> Iterator[str]:
    for pattern in patterns:
        part = "en/" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
        here = before + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: known.get(found[1], "0" * 32), part)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, here, known)
        else:
            yield here


def break_the_database() -> None:
    """Takes a table away, so that whoever needs it meets an error that nobody expected."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE casework_receiptkey RENAME TO casework_elsewhere")


def change(sentence: str, *words: str) -> None:
    """Changes the database by one statement of SQL, as somebody would who can write to it."""
    with connection.cursor() as cursor:
        cursor.execute(sentence, list(words))


def nothing() -> None:
    """Makes the home and its secrets, and no database."""


def server_words() -> str:
    """The server secret as it stands on paper."""
    return words_of(Home.find(), "server.key")


def signing_words() -> str:
    """The signing key as it stands on paper."""
    return words_of(Home.find(), "signing.key")


def rows_of(archive: str, passphrase: str) -> str:
    """What an archive holds."""
    with open(archive, "rb") as source:
        return b"".join(read_archive(source, passphrase)).decode()

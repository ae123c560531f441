"""Invented organisations of one, three and thirty people, and what their people do in their browsers."""

from dataclasses import dataclass, field
from datetime import timedelta

import pyotp
from django.test import Client
from django.utils import timezone

from amparo.vault.keys import Role, fingerprint
from amparo.vault.passphrases import Effort
from amparo.vault.receipts import Receipt
from amparo.vault.rings import KeyRing
from amparo.web.casework.actions.receiving import receive
from amparo.web.casework.dossiers import Dossier
from amparo.web.casework.models import Case
from amparo.web.casework.telling import Purpose, Telling
from amparo.web.people import second_factor, sessions
from amparo.web.people.actions.founding import Joiner, found_organisation
from amparo.web.people.actions.signing_in import open_own_key
from amparo.web.people.keys import name_of, ring_of
from amparo.web.people.models import Member, Office, Organisation, Post
from amparo.web.safekeeping.store import cabinet, store

PASSPHRASE, OTHER = "a passphrase for tests only", "another passphrase for tests"
LOW = Effort(passes=1, memory=2**13)
BOSS = "ruth"


def joiners(size: int) -> list[Joiner]:
    """So many people: Ruth administers; the first few of the others are custodians where there are three or more."""
    every = tuple(("north", role) for role in Role)
    if size == 1:
        return [Joiner(BOSS, "Ruth", PASSPHRASE, every, is_administrator=True)]
    people = [
        Joiner(
            BOSS, "Ruth", PASSPHRASE, (("north", Role.CUSTODIAN), ("north", Role.CASEWORKER)), is_administrator=True
        ),
        Joiner("tomas", "Tomas", PASSPHRASE, (("north", Role.CUSTODIAN), ("north", Role.CASEWORKER))),
        Joiner("leila", "Leila", PASSPHRASE, (("north", Role.CUSTODIAN), ("north", Role.INTAKE))),
    ]
    for number in range(3, size):
        office = "north" if number % 2 else "south"
        role = Role.CASEWORKER if number % 3 else Role.INTAKE
        people.append(Joiner(f"p{number}", f"Person {number}", PASSPHRASE, ((office, role),)))
    return people


@dataclass
class House:
    """An organisation of one size, at work."""

    size: int
    phrase: str = field(repr=False)

    @classmethod
    def found(cls, size: int) -> "House":
        offices = [Office(code="north", name="North office"), Office(code="south", name="South office")]
        organisation = Organisation(name="Casa del Camino", telephone="+34 900 000 000")
        phrase = found_organisation(organisation, offices[: 1 + (size > 3)], joiners(size), effort=LOW)
        return cls(size, phrase.words)

    def member(self, name: str) -> Member:
        return Member.objects.get(sign_in_name=name)

    def ring(self, name: str, passphrase: str = PASSPHRASE) -> KeyRing:
        own = open_own_key(self.member(name), passphrase)
        assert own is not None
        return ring_of(store(), own, on=timezone.localdate())

    def browser(self, name: str, passphrase: str = PASSPHRASE) -> Client:
        """A browser in which somebody is signed in with both factors."""
        client = Client()
        key = sessions.begin(self.member(name), self.ring(name, passphrase), is_confirmed=True, now=timezone.now())
        client.cookies[sessions.COOKIE] = key.cookie
        return client

    def fingerprint(self, name: str) -> str:
        return fingerprint(store().public_key(name_of(self.member(name))))

    def post(self, by: Client, address: str, **told: object) -> str:
        """Posts a form that has to succeed; the page, or where it led."""
        answer = by.post(f"/en/work/{address}", told)
        assert answer.status_code in (200, 302), (address, answer.status_code)
        return answer.content.decode() if answer.status_code == 200 else answer["Location"]

    def refuse(self, by: Client, address: str, **told: object) -> str:
        """Posts a form that must not succeed."""
        answer = by.post(f"/en/work/{address}", told)
        assert answer.status_code in (400, 404), (address, answer.status_code)
        return answer.content.decode()

    def invite(self, by: Client, name: str, *posts: str, **told: object) -> str:
        """Invites somebody, and returns the words."""
        page = self.post(by, "people/invite/", shown_name=name.title(), sign_in_name=name, posts=posts, days=7, **told)
        return words_on(page)

    def let_in(self, by: Client, name: str) -> None:
        """Lets somebody in who waits for one role."""
        post = Post.objects.get(member__sign_in_name=name)
        self.post(by, "people/let-in/", post=post.id, fingerprint=self.fingerprint(name))

    def join(self, words: str, passphrase: str = OTHER) -> Client:
        """A browser in which the words were used; with the second factor set up if there was none."""
        client = Client()
        self.post(client, "join/", words=words, new=passphrase, again=passphrase)
        if sessions.COOKIE in client.cookies:
            client.get("/en/work/second-factor/")
            signed_in = at_work(client)
            seed = second_factor.seed_to_set_up(signed_in.session.id)
            self.post(client, "second-factor/", code=pyotp.TOTP(seed).now())
        return client


def words_on(page: str) -> str:
    """The words that a page shows once."""
    return page.split('class="receipt card" dir="ltr">')[1].split("<", maxsplit=1)[0].strip()


def at_work(client: Client) -> sessions.SignedIn:
    """Who is signed in in this browser."""
    found = sessions.recognised(client.cookies[sessions.COOKIE].value, timezone.now())
    assert found is not None
    return found


def with_factor(member: Member) -> str:
    """Gives somebody a second factor; its seed."""
    seed = second_factor.new_seed()
    then = timezone.now() - timedelta(hours=1)
    assert second_factor.set_up(member, seed, pyotp.TOTP(seed).at(then), now=then)
    return seed


def code_of(member: Member) -> str:
    """A code of the member's authenticator that is good now."""
    factor = Member.objects.get(id=member.id).second_factor
    step = max(int(timezone.now().timestamp()) // second_factor.STEP, factor.last_step + 1)
    return pyotp.TOTP(second_factor.seed_of(factor)).at(step * second_factor.STEP)


def tell(words: str, office: str = "north") -> Case:
    """A report."""
    telling = Telling(words, "en", frozenset({Purpose.HELP}))
    return receive(telling, Receipt.new(), Office.objects.get(code=office)).case


def told(ring: KeyRing, case: Case) -> str:
    """What the ring opens of a report; raises CannotOpen if nothing."""
    return str(Dossier.open(cabinet(), ring, case.id, on=timezone.localdate()).told.get("words", ""))

"""The organisation and its offices."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from amparo.errors import BadInput
from amparo.vault.keys import Role
from amparo.web.people.actions.founding import found_roles
from amparo.web.people.actions.rotating import one_at_a_time
from amparo.web.people.keys import name_of
from amparo.web.people.models import Member, Office, Organisation, Post, Signal
from amparo.web.people.permissions import check_administrator
from amparo.web.people.sessions import SignedIn
from amparo.web.people.signals import guarded_offices, raise_signal
from amparo.web.people.standing import Standing, ask_for_new_keys
from amparo.web.safekeeping.recording import record
from amparo.web.safekeeping.store import store

SAID = ("name", "neutral_title", "telephone", "leave_to", "unread_days")


@dataclass(frozen=True, slots=True)
class Starters:
    """Who begins in a new office, and with which roles: nobody is there yet who could let them in."""

    member: Member
    roles: Collection[Role]


def change_organisation(by: SignedIn, told: Mapping[str, object]) -> None:
    """Keeps what public pages say of the organisation."""
    check_administrator(by)
    with transaction.atomic():
        Organisation.objects.update(**{name: told[name] for name in SAID})
        record(by.member.id, "organisation.change", by.member.id, at=timezone.now())


def change_office(by: SignedIn, office: Office, told: Mapping[str, object]) -> None:
    """Keeps an office's name, and whether it takes reports."""
    check_administrator(by)
    with transaction.atomic():
        Office.objects.filter(code=office.code).update(name=told["name"], takes_reports=told["takes_reports"])
        _tell_custodians(by, Office.objects.get(code=office.code))
        record(by.member.id, "office.change", office.code, at=timezone.now())


def add_office(by: SignedIn, office: Office, starters: Starters) -> None:
    """Founds an office with the keys of all its roles. Who begins there must have been let in somewhere by a colleague.

    So an administrator can neither begin in it themselves, unless they work alone, nor send somebody whom nobody has met.
    """
    check_administrator(by)
    with transaction.atomic():
        one_at_a_time()
        if Office.objects.filter(code=office.code).exists():
            raise BadInput("office-taken", _("There is an office with this short name. Choose another."))
        if not starters.member.is_active or not Standing.of(store()).was_let_in(starters.member):
            raise BadInput("key-not-compared", _("Nobody has compared this colleague's key yet. Let them in first."))
        others = Member.objects.filter(joined_on__isnull=False, left_on=None).exclude(id=by.member.id)
        if starters.member.id == by.member.id and others.exists():
            raise BadInput("own-office", _("Somebody else has to begin in an office that you add. Choose a colleague."))
        office.save(force_insert=True)
        # Before it has custodians of its own: those who guard the other offices are told.
        _tell_custodians(by, office)
        own = store().public_key(name_of(starters.member))
        found_roles(office, {role: [own] for role in starters.roles})
        Post.objects.bulk_create(
            Post(member=starters.member, office=office, role=role.value) for role in starters.roles
        )
        ask_for_new_keys(starters.member.id)
        record(by.member.id, "office.add", office.code, at=timezone.now())


def _tell_custodians(by: SignedIn, office: Office) -> None:
    """Where reports go is nothing that one person changes unseen, wherever there are custodians to see it."""
    if not guarded_offices():
        return
    told = _("%(name)s takes reports from the public.") if office.takes_reports else _("%(name)s takes no reports.")
    raise_signal(office.code, by.member, Signal.Kind.OFFICE_CHANGED, told % {"name": office.name})

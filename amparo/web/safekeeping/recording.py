"""The record of what members do: one line of the chain, in the transaction of the act itself.

The chain stands in clear, and a thief of it must not learn who works on which case, nor which two acts were about the same one. So
a case is named in it by a digest, keyed with the server secret, of the case *and* the member. What people outside do is no line at
all: it is an entry, sealed in their case, and the time of a line would tell when they came.
"""

from datetime import datetime

from django.conf import settings

from amparo.vault.audit import Entry, write_entry
from amparo.vault.material import digest
from amparo.web.safekeeping.models import AuditHead, AuditLine
from amparo.web.safekeeping.store import store

NOBODY = "nobody"  # who did what ends by itself
_DOMAIN = b"amparo.web.audit"
# What these acts are about is no case, and may be named. Any other act hides what it is about.
_OPENLY = {
    "administrator",
    "calendar",
    "canned-answer",
    "counting",
    "custodians",
    "installation",
    "member",
    "office",
    "organisation",
    "passphrase",
    "recovery",
    "release",
    "role",
    "second-factor",
    "session",
    "signal",
    "spare-codes",
}


def record(who: str, action: str, about: str, *, at: datetime) -> int:
    """Adds a line: a member's id, a dotted word, what it was done to. Says which line it is."""
    shown = about if action.partition(".")[0] in _OPENLY else about_case(about, who)
    entry = Entry(at, who, action, shown)
    store().append_audit(lambda head: write_entry(entry, head))
    return AuditHead.objects.values_list("number", flat=True).get()


def is_recorded(action: str, about: str, *, after: int) -> bool:
    """Whether there is a line of such an act, about something that is named openly, later than this line."""
    return AuditLine.objects.filter(number__gt=after, line__contains=f" {action} {about} ").exists()


def about_case(case: str, who: str) -> str:
    """How the acts of this member name that case; with the server secret one can look for them, without it nobody can."""
    return digest(f"{case}/{who}".encode(), _DOMAIN, key=settings.HOME.server_secret.reveal(), size=16).hex()

"""What stands in clear of a case: number, office, state of work, week received, due day, kind, how often written. Nothing else."""

from datetime import date, timedelta

import nacl.utils
from django.db import models

from amparo.vault.material import new_id
from amparo.web.people.models import Member, Office

OPEN_FOR = timedelta(minutes=15)  # how long an opened case stays open in a session
KEPT_FOR = timedelta(hours=1)  # how long it is known who opened what
_LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"  # no vowels, no look-alikes: read out by telephone, and never a word


def new_number() -> str:
    """A random case number such as `K7P-R3D`; it says neither how many there are nor in which order they came."""
    drawn = [_LETTERS[byte % len(_LETTERS)] for byte in nacl.utils.random(6)]
    return "".join(drawn[:3]) + "-" + "".join(drawn[3:])


def monday(day: date) -> date:
    """The first day of the week, which is all that stands in clear of when a report came."""
    return day - timedelta(days=day.weekday())


class State(models.TextChoices):
    """How far the work on a case has come."""

    RECEIVED = "received"
    OPEN = "open"
    CLOSED = "closed"


class Kind(models.TextChoices):
    """How it came, or that it is a file on a party of cases; neutral on purpose."""

    REPORT = "report"
    OPENED_HERE = "opened-here"
    LIST = "list"
    PARTY = "party"


class Case(models.Model):
    """A report, and what becomes of it. Everything that a person told lies sealed under its id."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    number = models.CharField(max_length=7, unique=True, default=new_number)
    office = models.ForeignKey(Office, models.PROTECT)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.REPORT)
    week_received = models.DateField()
    due_on = models.DateField(null=True)
    writes = models.PositiveIntegerField(default=0)


class ReceiptKey(models.Model):
    """The look-up key of a receipt, unique: the same form sent twice is one report."""

    lookup = models.CharField(primary_key=True, max_length=64)
    case = models.ForeignKey(Case, models.CASCADE)


class Opening(models.Model):
    """That a member opened a case, in which session and until when; kept for an hour. The audit chain keeps the same for good."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="openings")
    session = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint("member", "case", name="one_opening_of_a_case"),)


class CannedAnswer(models.Model):
    """Words that an office writes often. They are the same for everybody, so they hold nothing about anybody."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    office = models.ForeignKey(Office, models.CASCADE)
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=80)
    text = models.TextField(max_length=4000)

    class Meta:
        constraints = (models.UniqueConstraint("office", "language", "title", name="one_answer_of_a_title"),)


class CalendarAddress(models.Model):
    """The digest of the address under which a member's own calendar finds the days on which something is due."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)

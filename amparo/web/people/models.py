"""Who works here. Names of staff and offices stand in clear; what opens a case never does."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from amparo.vault.keys import Role
from amparo.vault.material import new_id

ROLES = [
    (Role.INTAKE.value, _("Intake")),
    (Role.CASEWORKER.value, _("Caseworker")),
    (Role.SUPERVISOR.value, _("Supervisor")),
    (Role.ANALYST.value, _("Analyst")),
    (Role.CUSTODIAN.value, _("Custodian")),
]


class Organisation(models.Model):
    """The one organisation of an installation, and what its public pages say of it."""

    name = models.CharField(max_length=120)
    neutral_title = models.CharField(max_length=60, default="Information")  # what stands in a browser's history
    telephone = models.CharField(max_length=40)
    leave_to = models.URLField(default="https://www.wikipedia.org/")
    unread_days = models.PositiveSmallIntegerField(default=3)  # after so many days without a reader the receipt says so
    practice = models.BooleanField(default=False)  # everything in it is invented, and every page says so
    locked_down_at = models.DateTimeField(null=True)  # since then only administrators and custodians sign in


class Office(models.Model):
    """A part of the organisation that receives reports of its own. Its code is part of the names of keys and never changes."""

    code = models.SlugField(primary_key=True, max_length=32)
    name = models.CharField(max_length=120)
    takes_reports = models.BooleanField(default=True)


class Member(models.Model):
    """A person who works here, or did."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    sign_in_name = models.CharField(max_length=60, unique=True)
    shown_name = models.CharField(max_length=120)
    is_administrator = models.BooleanField(default=False)
    key_generation = models.PositiveIntegerField(default=1)
    lock = models.BinaryField(
        default=bytes
    )  # the private key under passphrase and server secret; empty until they have joined
    joined_on = models.DateField(null=True)
    left_on = models.DateField(null=True)

    @property
    def is_active(self) -> bool:
        return self.joined_on is not None and self.left_on is None


class Post(models.Model):
    """A role that a member has in an office, to a last day if they cover for somebody. The key to it is a wrap, elsewhere."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="posts")
    office = models.ForeignKey(Office, models.PROTECT)
    role = models.CharField(max_length=16, choices=ROLES)
    last_day = models.DateField(null=True)
    covers_for = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")  # who asked them to cover

    class Meta:
        constraints = (models.UniqueConstraint("member", "office", "role", name="one_post_of_a_kind"),)

    def is_held_on(self, day: date) -> bool:
        """Whether it has not ended."""
        return self.last_day is None or day <= self.last_day


class Invitation(models.Model):
    """Words for one person to join with, or to begin anew with; known only by their digest."""

    digest = models.CharField(primary_key=True, max_length=64)
    member = models.OneToOneField(Member, models.CASCADE)
    ends_on = models.DateField()


class SecondFactor(models.Model):
    """The seed of somebody's one-time codes, once a code confirmed it; sealed with the server secret."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="second_factor")
    sealed_seed = models.BinaryField()
    last_step = models.BigIntegerField(default=0)  # a code is good once


class SpareCode(models.Model):
    """The digest of a code on paper that stands in for the second factor once."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="spare_codes")
    digest = models.CharField(max_length=64)


class Session(models.Model):
    """A time of work: which member, and their keys at rest under a secret that only their browser has."""

    id = models.CharField(primary_key=True, max_length=32)
    member = models.ForeignKey(Member, models.CASCADE, related_name="sessions")
    resting = models.BinaryField()
    is_confirmed = models.BooleanField(default=False)  # with a second factor
    wants_keys = models.BooleanField(default=False)  # roles changed: unlock them again at the next request
    idle_until = models.DateTimeField()
    ends_at = models.DateTimeField()


class FactorReset(models.Model):
    """That an administrator asked to take a lost second factor away; a custodian has to agree."""

    member = models.OneToOneField(Member, models.CASCADE, primary_key=True, related_name="factor_reset")
    asked_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    asked_on = models.DateField()


class Recovery(models.Model):
    """What custodians open the recovery key for, each in their own session: a member's roles, or a change of custodians."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    member = models.ForeignKey(Member, models.CASCADE, null=True, related_name="+")  # none: custodians change
    key_generation = models.PositiveIntegerField(default=0)  # of the member's key that was compared
    custodians = models.TextField(default="")  # ids of the next custodians, one on each line
    needed = models.PositiveSmallIntegerField(default=0)
    started_by = models.ForeignKey(Member, models.CASCADE, related_name="+")
    started_on = models.DateField()
    tag = models.BinaryField()  # by which the server knows it as it was begun


class Signal(models.Model):
    """That something unusual was done, for custodians to look at. Why, and about which case, is sealed to them."""

    class Kind(models.TextChoices):
        """What was unusual."""

        MANY_OPENED = "many-opened"
        OUTSIDE_WORK = "outside-work"
        OFFICE_CHANGED = "office-changed"
        TAKEN_OUT = "taken-out"
        RELEASED = "released"

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    seen_from = models.ForeignKey(Office, models.PROTECT, related_name="+")  # to whose custodians it is sealed
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind)
    day = models.DateField()
    sealed = models.BinaryField()
    looked_at_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")

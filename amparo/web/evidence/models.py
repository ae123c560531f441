"""Releases, and who signed them. Nothing here is about anybody but staff: bundles lie in the home, and what signers remark is sealed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from amparo.vault.material import new_id
from amparo.web.people.models import Member, Office


class Allowance(models.Model):
    """What all releases together may cost, ever, and about how many people may be in them. Declared once; nothing changes it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    cap = models.FloatField()  # epsilon, at the usual delta
    people = models.PositiveIntegerField()  # as is publicly known; 0 for few
    declared_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    declared_on = models.DateField()


class Release(models.Model):
    """What was asked for, and how far it has come; what its bundle says stands in the bundle alone."""

    class Kind(models.TextChoices):
        """How the people in it are protected; the values are those of `amparo.evidence.release`."""

        NOISY = "tables with noise", _("Tables with noise")
        RECORDS = "synthetic records", _("Synthetic records")
        SUPPRESSED = "suppressed tables", _("Suppressed tables")

    class State(models.TextChoices):
        """How far it has come by what people did."""

        PLANNED = "planned"
        ENTERED = "entered"  # in the ledger: it has cost what it costs
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=80, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    attributes = models.TextField()  # their names, with spaces between
    length = models.PositiveSmallIntegerField()
    epsilon = models.FloatField(default=0)
    k = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    asked_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    head = models.CharField(max_length=64, default="")  # of the ledger, with the line of this release at its end
    entered_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)


class Included(models.Model):
    """Of whom it was made, sealed to one of the roles that may sign."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="included")
    role = models.CharField(max_length=16)
    sealed = models.BinaryField()


class Signature(models.Model):
    """That a member signed; the signature itself lies in the bundle."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="signatures")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint("release", "member", name="one_signature_each"),)


class Remark(models.Model):
    """What a signer wrote beside the signature, sealed to one of the roles that may sign."""

    signature = models.ForeignKey(Signature, models.CASCADE, related_name="remarks")
    role = models.CharField(max_length=16)
    sealed = models.BinaryField()

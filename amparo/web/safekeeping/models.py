"""The vault's rows. No table has a time or a running number of its own: what came when is nobody's business but the audit chain's."""

from django.db import models


class SealedBlob(models.Model):
    """Sealed bytes of a record, a row or segment of an index, or a counted set."""

    place = models.CharField(primary_key=True, max_length=140)  # kind/group/id
    kind = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=64)
    blob_id = models.CharField(max_length=64)
    shelf = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        indexes = (
            models.Index("group", "kind", name="blobs_of_group"),
            models.Index("shelf", "kind", name="blobs_on_shelf"),
        )


class WrapRow(models.Model):
    """A key sealed to a key, with the tag by which the server knows it as its own."""

    id = models.CharField(primary_key=True, max_length=64)
    about_kind = models.CharField(max_length=12)
    case = models.CharField(max_length=64)  # empty when it is no key of a case
    holder = models.CharField(max_length=160, db_index=True)
    data = models.BinaryField()
    tag = models.BinaryField()

    class Meta:
        indexes = (models.Index("case", name="wraps_of_case"),)


class PublicKeyRow(models.Model):
    """A public key; a name is given once, so a generation is made once."""

    name = models.CharField(primary_key=True, max_length=160)
    raw = models.BinaryField()
    tag = models.BinaryField()


class Epoch(models.Model):
    """How often the keys of a case were renewed, and whether they must be before the next write."""

    case = models.CharField(primary_key=True, max_length=64)
    number = models.PositiveIntegerField(default=0)
    is_stale = models.BooleanField(default=False)


class TombstoneRow(models.Model):
    """That something was erased, on which day."""

    digest = models.CharField(primary_key=True, max_length=64)
    data = models.BinaryField()
    tag = models.BinaryField()


class AuditLine(models.Model):
    """One line of the chain."""

    number = models.BigIntegerField(primary_key=True)
    line = models.CharField(max_length=400)


class AuditHead(models.Model):
    """The one row that writers of the chain queue for."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class EnvelopeRow(models.Model):
    """The recovery key, sealed to some custodians one inside the other."""

    id = models.CharField(primary_key=True, max_length=32)
    recovery = models.CharField(
        max_length=32, default="", db_index=True
    )  # with a layer off: for which recovery; else empty
    data = models.BinaryField()

"""The five questions that a journalist would ask of a release, with their answers in the language of the page."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amparo.web.evidence.models import Release

_WHO = {
    Release.Kind.RECORDS: gettext_lazy(
        "No. Every record is invented so that, together, they count like the people they stand for."
    ),
    Release.Kind.NOISY: gettext_lazy(
        "No. Every count was changed at random, so that no result depends much on any one person."
    ),
    Release.Kind.SUPPRESSED: gettext_lazy(
        "Not by adding up and taking off: that was proven for every hidden cell. Who knows much about somebody already "
        "may still learn that this person is one of a large group."
    ),
}


def questions(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The questions with their answers, in plain words."""
    kind = Release.Kind(manifest["kind"])
    return [
        (_("How many people is this about?"), _how_many(kind, manifest["people"])),
        (_("How near are the counts to the truth?"), _how_near(kind, manifest)),
        (_("Can somebody be found in it?"), str(_WHO[kind])),
        (
            _("How many people does this happen to in the world?"),
            _(
                "This cannot be said from these data: they hold those who were met and recorded, and nobody knows who was not."
            ),
        ),
        (
            _("Did one thing cause another?"),
            _(
                "This cannot be said from these data: they count what was recorded together. A blank means not recorded, never no."
            ),
        ),
    ]


def _how_many(kind: Release.Kind, people: int) -> str:
    if kind is Release.Kind.SUPPRESSED:
        return _("%(people)s, as recorded.") % {"people": people}
    return _("About %(people)s. The number is estimated, like all others.") % {"people": people}


def _how_near(kind: Release.Kind, manifest: Mapping[str, Any]) -> str:
    if kind is Release.Kind.SUPPRESSED:
        told = {"k": manifest["privacy"]["k"], "hidden": manifest["privacy"]["hidden"]}
        return (
            _(
                "They are exact. What is not listed is hidden: it has fewer than %(k)s people, or would give away what has. "
                "Cells hidden: %(hidden)s. Never read them as none."
            )
            % told
        )
    errors = {row["length"]: row["likely_error"] for row in manifest["accuracy"]}
    least = max(10, ceil(3 * max(errors.values(), default=0) / 10) * 10)
    return " ".join(
        [*(off_by(*row) for row in errors.items()), _("Do not quote a count under %(least)s.") % {"least": least}]
    )


def off_by(length: int, error: float) -> str:
    """By how many people counts of so many attributes are off."""
    told = {"error": f"{error:.0f}" if error >= 2 else f"{error:.1f}"}
    if length == 1:
        return _("Counts by one attribute are likely off by %(error)s people.") % told
    if length == 2:
        return _("Counts by two attributes together are likely off by %(error)s people.") % told
    return _("Counts by three attributes together are likely off by %(error)s people.") % told

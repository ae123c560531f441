"""The five questions that a journalist would ask of a release, with their answers in the language of the page.

The English is that of `amparo.evidence.release.bundles.questions`; a test compares the two.
"""

from collections.abc import Mapping
from typing import Any

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.evidence.release.bundles.questions import least_quotable
from amparo.evidence.release.releases import Kind

_OFF_BY: Mapping[int, Promise] = {
    1: gettext_lazy("Counts by one attribute are likely off by %(error)s people."),
    2: gettext_lazy("Counts by two attributes together are likely off by %(error)s people."),
    3: gettext_lazy("Counts by three attributes together are likely off by %(error)s people."),
}


def questions(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The five questions that a journalist would ask, with their answers. Two of them no such data can answer."""
    kind = Kind(manifest["kind"])
    return [
        (_("How many people is this about?"), _how_many(kind, manifest["people"])),
        (_("How near are the counts to the truth?"), _how_near(kind, manifest)),
        (_("Can somebody be found in it?"), _who(kind)),
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


def number_of(count: float) -> str:
    """A number as the language writes it."""
    return str(format_decimal(count, locale=get_language() or "en", format="#,##0.#"))


def _how_many(kind: Kind, people: int) -> str:
    told = {"people": number_of(people)}
    if kind is Kind.SUPPRESSED:
        return _("%(people)s, as recorded.") % told
    if kind is Kind.COMBINED:
        return (
            _(
                "About %(people)s, added up over organisations. Whoever went to two of them is counted twice, and these data cannot say "
                "how many did: the number of different people lies between the largest organisation's count and the sum (combined.csv)."
            )
            % told
        )
    return _("About %(people)s. The number is estimated, like all others.") % told


def _how_near(kind: Kind, manifest: Mapping[str, Any]) -> str:
    if kind is Kind.SUPPRESSED:
        privacy = manifest["privacy"]
        return _(
            "They are exact. What is not listed is hidden: it has fewer than %(k)s people, or would give away what has. "
            "Cells hidden: %(hidden)s. Never read them as none."
        ) % {"k": number_of(privacy["k"]), "hidden": number_of(privacy["hidden"])}
    errors = {row["length"]: row["likely_error"] for row in manifest["accuracy"]}
    near = [off_by(*row) for row in errors.items()]
    least = {"least": number_of(least_quotable(errors.values()))}
    return " ".join([*near, _("Do not quote a count under %(least)s.") % least])


def _who(kind: Kind) -> str:
    if kind is Kind.SUPPRESSED:
        return _(
            "Not by adding up and taking off: that was proven for every hidden cell. Who knows much about somebody already may still "
            "learn that this person is one of a large group."
        )
    if kind is Kind.RECORDS:
        return _("No. Every record is invented so that, together, they count like the people they stand for.")
    if kind is Kind.NOISY:
        return _("No. Every count was changed at random, so that no result depends much on any one person.")
    return _("No more than in the releases that were added up: nothing was added but published numbers.")


def off_by(length: int, error: float) -> str:
    """By how many people counts of so many attributes are off."""
    return str(_OFF_BY[length]) % {"error": number_of(error)}

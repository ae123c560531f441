"""The five questions on the first screen of a release, which a journalist would ask. Two of them no such data can answer."""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from amparo.evidence.release.releases import Kind

Answers = tuple[tuple[str, str], ...]


def questions(manifest: Mapping[str, Any]) -> Answers:
    """The questions with their answers, in plain words."""
    kind = Kind(manifest["kind"])
    return (
        ("How many people is this about?", _how_many(kind, manifest["people"])),
        ("How near are the counts to the truth?", _how_near(kind, manifest)),
        ("Can somebody be found in it?", _who(kind, manifest["privacy"])),
        (
            "How many people does this happen to in the world?",
            "This cannot be said from these data: they hold those who were met and recorded, and nobody knows who was not.",
        ),
        (
            "Did one thing cause another?",
            "This cannot be said from these data: they count what was recorded together. A blank means not recorded, never no.",
        ),
    )


_OFF_BY = {
    1: "Counts by one attribute are likely off by {error:,g} people.",
    2: "Counts by two attributes together are likely off by {error:,g} people.",
    3: "Counts by three attributes together are likely off by {error:,g} people.",
}


def least_quotable(errors: Iterable[float]) -> int:
    """The least count that is worth quoting where counts have these likely errors: three times the largest, in whole tens."""
    return max(10, ceil(3 * max(errors, default=0) / 10) * 10)


def _how_many(kind: Kind, people: int) -> str:
    if kind is Kind.SUPPRESSED:
        return f"{people:,}, as recorded."
    if kind is Kind.COMBINED:
        return (
            f"About {people:,}, added up over organisations. Whoever went to two of them is counted twice, and these data cannot say how "
            "many did: the number of different people lies between the largest organisation's count and the sum (combined.csv)."
        )
    return f"About {people:,}. The number is estimated, like all others."


def _how_near(kind: Kind, manifest: Mapping[str, Any]) -> str:
    if kind is Kind.SUPPRESSED:
        privacy = manifest["privacy"]
        return (
            f"They are exact. What is not listed is hidden: it has fewer than {privacy['k']} people, or would give away what has. "
            f"Cells hidden: {privacy['hidden']:,}. Never read them as none."
        )
    errors = {row["length"]: row["likely_error"] for row in manifest["accuracy"]}
    near = (_OFF_BY[length].format(error=error) for length, error in errors.items())
    return " ".join([*near, f"Do not quote a count under {least_quotable(errors.values()):,}."])


def _who(kind: Kind, privacy: Mapping[str, Any]) -> str:
    if kind is Kind.SUPPRESSED:
        return (
            "Not by adding up and taking off: that was proven for every hidden cell. Who knows much about somebody already may still learn "
            "that this person is one of a large group."
        )
    if kind is Kind.RECORDS:
        return "No. Every record is invented so that, together, they count like the people they stand for."
    if kind is Kind.NOISY:
        return "No. Every count was changed at random, so that no result depends much on any one person."
    return "No more than in the releases that were added up: nothing was added but published numbers."


def methods_in_words(manifest: Mapping[str, Any]) -> tuple[str, ...]:
    """How a release of this kind is made, for readers who know no statistics."""
    privacy = manifest["privacy"]
    return (*_METHODS[Kind(manifest["kind"])], *_promise_in_words(privacy))


def _promise_in_words(privacy: Mapping[str, Any]) -> tuple[str, ...]:
    if "epsilon" not in privacy:
        return ()
    return (
        f"The promise is called differential privacy, with epsilon {privacy['epsilon']:g} and delta {privacy['delta']:.2g}: whether "
        "any one person is in the original table changes the chance of any result by at most the factor e to the power of epsilon, and "
        "delta.",
        "What this costs is added up over all releases about these people, in a ledger with a limit that was set beforehand.",
    )


_BLANK = "A blank means that something was not recorded. It never means no, and is never counted as no."
_METHODS: Mapping[Kind, tuple[str, ...]] = {
    Kind.RECORDS: (
        "People were counted by one, two and three attributes at a time, and each count was changed by a random amount. Then one set of "
        "invented records was fitted to all those counts. The tables are counted from the records, so the two agree exactly.",
        "Rare values and combinations with too little evidence are left out, and shown as not recorded: their absence does not mean that "
        "there was nobody.",
        "The likely errors are computed from the changed counts, never by comparing with the people.",
        _BLANK,
    ),
    Kind.NOISY: (
        "People were counted in the tables asked for and in all their sums, and each count was changed by a random amount. Then everything "
        "known about each count was averaged, so that the sums agree (to rounding).",
        "No count leans: on average over many such releases each would be right. A small one may therefore fall below nought, which means "
        "that it cannot be told from none. Such counts are left as they are, so that several releases can be added up.",
        "The likely errors follow from the size of the random changes alone. They are those of the least sure table of each length.",
        _BLANK,
    ),
    Kind.SUPPRESSED: (
        "People were counted exactly. Every count below k is hidden, and counts of nobody as well: that nobody of a group has something "
        "tells about everybody of that group.",
        "A hidden count is what its row lacks, so more counts are hidden beside it. For every hidden small count other tables of people "
        "were found which agree with all that is shown, one with nobody there and one with k - 1: nothing shown can tell them apart.",
        "This protects against arithmetic, not against what somebody knows besides, and a person who is alone in a hidden cell knows that "
        "count. Releases with noise protect against both.",
        _BLANK,
    ),
    Kind.COMBINED: (
        "Published tables of several organisations were added up. No organisation gave anything that it had not published. Counts are "
        "given only where every organisation tells them.",
        "Errors that are independent add up as squares: the likely error is the root of the sum of their squares. Where synthetic "
        "records were added, what they leave out for want of evidence counts as none, so sums of small groups lean downwards.",
        "Whoever is known to two of the organisations is counted twice. `combined.csv` gives for each combination the sum, its likely "
        "error, and the largest single count, which is the least number of different people there can be, but for that error.",
        _BLANK,
    ),
}

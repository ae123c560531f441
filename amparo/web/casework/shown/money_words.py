"""The words of money and remedy: kinds, ways, steps and happenings, and what is wrong with a figure, each to be translated."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext, gettext_lazy

from amparo.errors import BadInput, Problems
from amparo.remedy.bases import BasisKind
from amparo.remedy.filings import Happening
from amparo.remedy.ledger import MeasureKind, Step
from amparo.remedy.lines import LineKind, Per
from amparo.remedy.reckoning import Bound, RemedyState
from amparo.remedy.tables import phrase

BASES = {
    BasisKind.ACCOUNT: gettext_lazy("What the person told"),
    BasisKind.CONTRACT: gettext_lazy("The contract"),
    BasisKind.LAW: gettext_lazy("National law"),
    BasisKind.PROVISION: gettext_lazy("A norm of the catalogue, by its id"),
    BasisKind.ORDER: gettext_lazy("A decision of a court or authority"),
    BasisKind.CHOICE: gettext_lazy("Our choice, to be argued"),
}
STATES_OF_REMEDY = {
    RemedyState.NONE: gettext_lazy("nothing received"),
    RemedyState.PARTIAL: gettext_lazy("received in part"),
    RemedyState.FULL: gettext_lazy("received in full"),
    RemedyState.UNKNOWN: gettext_lazy("not known"),
}
STEPS = {
    Step.CLAIMED: gettext_lazy("Claimed"),
    Step.ORDERED: gettext_lazy("Ordered"),
    Step.RECEIVED: gettext_lazy("Received"),
}
BOUNDS = {
    Bound.AT_LEAST: gettext_lazy("at least %(sum)s"),
    Bound.AT_MOST: gettext_lazy("at most %(sum)s"),
    Bound.MORE_OR_LESS: gettext_lazy("about %(sum)s"),
}
MEASURES = {
    MeasureKind.PAPERS: gettext_lazy("Papers given back"),
    MeasureKind.STATUS: gettext_lazy("Permission to stay"),
    MeasureKind.APOLOGY: gettext_lazy("Apology"),
    MeasureKind.REINSTATEMENT: gettext_lazy("Back at work"),
    MeasureKind.NON_REPETITION: gettext_lazy("That it does not happen again"),
    MeasureKind.MEDICAL_CARE: gettext_lazy("Medical care"),
    MeasureKind.OTHER: gettext_lazy("Something else"),
}
HAPPENINGS = {
    Happening.NOTHING: gettext_lazy("Nothing"),
    Happening.THREAT: gettext_lazy("Threats"),
    Happening.DISMISSAL: gettext_lazy("Dismissed"),
    Happening.SHIFT_CUT: gettext_lazy("Fewer hours"),
    Happening.EVICTION: gettext_lazy("Put out of housing"),
    Happening.IMMIGRATION_POLICE: gettext_lazy("Reported to immigration police"),
    Happening.FAMILY_THREATENED: gettext_lazy("Family threatened"),
    Happening.OTHER: gettext_lazy("Something else"),
    Happening.NOT_REACHED: gettext_lazy("Nobody was reached; ask again"),
}
ROUTES = {
    "employer": gettext_lazy("A letter to the employer"),
    "inspection": gettext_lazy("Labour inspection"),
    "court": gettext_lazy("Court"),
    "ombudsman": gettext_lazy("Ombudsman or human-rights institution"),
    "police": gettext_lazy("Police or prosecutor"),
    "recruitment-authority": gettext_lazy("Authority for recruiters"),
    "ecthr": gettext_lazy("European Court of Human Rights"),
    "iachr": gettext_lazy("Inter-American Commission"),
    "achpr": gettext_lazy("African Commission"),
    "treaty-body": gettext_lazy("A treaty body of the United Nations"),
    "special-procedure": gettext_lazy("A special procedure of the United Nations"),
    "ilo": gettext_lazy("International Labour Organization, through a union"),
    "other": gettext_lazy("Another way"),
}
# Beside these the police and whoever tells them may learn where somebody without papers is.
EXPOSES = frozenset({"police", "court"})
SENTENCES = {
    "backwards": gettext_lazy("The last day lies before the first."),
    "two-currencies": gettext_lazy("A line has one currency. Make two lines."),
    "negative": gettext_lazy("No figure is below nothing. What was paid is taken off by itself."),
    "no-basis": gettext_lazy("Say on what it rests; overtime also on what its factor rests."),
    "bad-unit": gettext_lazy("Overtime is reckoned by the hour."),
    "paid-more": gettext_lazy("More was paid than was due, so nothing is claimed. Leave the line out or correct it."),
    "stray-input": gettext_lazy("This kind of line does not use all these figures. Leave out what it does not need."),
    "bad-interest": gettext_lazy("Interest is a rate a year in per cent, above 0 and at most 1,000."),
    "bad-provision": gettext_lazy("There is no norm of such an id."),
    "no-such-currency": gettext_lazy("This is not the code of a currency. Use one such as EUR."),
    "in-the-future": gettext_lazy("A line is about days after that day."),
    "bad-check-in": gettext_lazy(
        "Either something happened, or nothing did, or nobody was reached; and it was asked after the filing."
    ),
    "bad-conversion": gettext_lazy(
        "A rate is given whole: the other currency, how much one unit was worth, on which day, and who says so."
    ),
    "other-rate": gettext_lazy("A rate belongs to a sum that is known."),
    "not-received": gettext_lazy("Only what was received has a payer, or is confirmed."),
}
UNREADABLE = gettext_lazy("A figure here cannot be read. Write 1250.50, and days as 2026-03-14.")


def sentence(wrong: BadInput) -> str:
    """What is wrong, in the language of the page; of several problems the first that has words of its own."""
    codes = [one.code for one in wrong.found] if isinstance(wrong, Problems) else [wrong.code]
    known = next((SENTENCES[code] for code in codes if code in SENTENCES), None)
    return str(known or (UNREADABLE if isinstance(wrong, Problems) else wrong.sentence))


def offered(words: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    """The members of an enumeration with their words, as a form offers them."""
    return [(one.value, label) for one, label in words.items()]


def band_name(days: str) -> str:
    """A band of days, such as `31-90`, in words."""
    least, _, most = days.removesuffix("+").partition("-")
    if not most:
        return gettext("more than a year")
    return gettext("%(least)s to %(most)s days") % {"least": least, "most": most}


def kind_of_line(kind: LineKind) -> str:
    """The kind of a line, in the words that stand on its table."""
    return phrase(f"kind_{kind.value}", get_language() or "en")


def kinds_of_lines() -> list[tuple[str, str]]:
    """Every kind of line, as a form offers it."""
    return [(kind.value, kind_of_line(kind)) for kind in LineKind]


def units() -> list[tuple[str, str]]:
    """What a rate may be paid for, as a form offers it."""
    return [("", "—"), *((per.value, phrase(f"per_{per.value}", get_language() or "en")) for per in Per)]

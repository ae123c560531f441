"""What is counted, in the language of the page: attributes, and the values of each."""

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.norms.answers.phrases import state_name
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.remedy.reckoning import RemedyState
from amparo.web.casework.coded import vocabulary
from amparo.web.casework.forms.deeds import STATES
from amparo.web.casework.shown.money_words import STATES_OF_REMEDY, band_name

ATTRIBUTES: dict[str, Promise] = {
    "year": gettext_lazy("Year of the report"),
    "sex": gettext_lazy("Sex"),
    "age": gettext_lazy("Age"),
    "nationality": gettext_lazy("Nationality"),
    "nationality-region": gettext_lazy("Region of nationality"),
    "state": gettext_lazy("Country concerned"),
    "state-region": gettext_lazy("Region of the country concerned"),
    "sector": gettext_lazy("Kind of work"),
    "papers": gettext_lazy("Permission to stay"),
    "abuse": gettext_lazy("What was done to people"),
    "rights": gettext_lazy("Rights engaged"),
    "outcome": gettext_lazy("What became of the report"),
    "remedy": gettext_lazy("Remedy received"),
    "remedy-time": gettext_lazy("Days until the first remedy"),
}
_REGIONS = {"Africa": "002", "Americas": "019", "Asia": "142", "Europe": "150", "Oceania": "009"}
_FACTS = {"sex": "sex", "sector": "sector", "papers": "stay"}


def value_name(attribute: str, value: str) -> str:
    """A value as people read it; a blank says that it is not recorded."""
    language = get_language() or "en"
    if not value:
        return _("Not recorded")
    if attribute in ("nationality", "state"):
        return state_name(vocabulary().states[value], language)
    if attribute.endswith("-region"):
        return str(Locale.parse(language).territories[_REGIONS[value]])
    if attribute in _FACTS:
        return vocabulary().facts[_FACTS[attribute]].wording.values[value][language]
    if attribute == "abuse":
        return vocabulary().facts[value].wording.label[language]
    if attribute == "rights":
        return load_catalogue().themes[value].label[language]
    if attribute == "remedy":
        return str(STATES_OF_REMEDY[RemedyState(value)])
    if attribute == "remedy-time":
        return band_name(value)
    return str(STATES[value]) if attribute == "outcome" else value  # type: ignore[index]

"""Parts of the world by their names in each language, as the United Nations divide it (standard M49)."""

from babel import Locale
from babel.lists import format_list

_M49 = {
    "Africa": "002",
    "Northern Africa": "015",
    "Sub-Saharan Africa": "202",
    "Americas": "019",
    "Latin America and the Caribbean": "419 029",
    "Northern America": "021",
    "Asia": "142",
    "Central Asia": "143",
    "Eastern Asia": "030",
    "South-eastern Asia": "035",
    "Southern Asia": "034",
    "Western Asia": "145",
    "Europe": "150",
    "Eastern Europe": "151",
    "Northern Europe": "154",
    "Southern Europe": "039",
    "Western Europe": "155",
    "Oceania": "009",
    "Australia and New Zealand": "053",
    "Melanesia": "054",
    "Micronesia": "057",
    "Polynesia": "061",
}
REGIONS = tuple(_M49)
# Finer or coarser parts, which others tell by.
_OTHERS = {
    "Caribbean": "029",
    "Central America": "013",
    "South America": "005",
    "North America": "003",
    "Eastern Africa": "014",
    "Middle Africa": "017",
    "Southern Africa": "018",
    "Western Africa": "011",
}


def region_name(name: str, language: str) -> str:
    """The name of a region or subregion in the language, or ours where the language has none; nothing for nowhere."""
    names = Locale(language).territories
    return format_list([names[code] for code in (_M49 | _OTHERS).get(name, "").split()], locale=language) or name

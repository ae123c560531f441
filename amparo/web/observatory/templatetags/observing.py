"""Names of States, instruments, parts of the world and days, in the language of the page."""

from datetime import date

from babel.numbers import format_decimal
from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from amparo.evidence.counting.rates import Rate
from amparo.norms.answers.phrases import day_name, state_name
from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.norms.catalogue.translations import statement
from amparo.norms.profiles.claims import STATUSES, Status
from amparo.norms.profiles.provisions import Alike
from amparo.norms.profiles.regions import region_name
from amparo.norms.texts.commitments import Event
from amparo.norms.texts.instruments import Instrument
from amparo.norms.texts.provisions import Provision
from amparo.norms.texts.reservations import Reservation
from amparo.norms.texts.themes import Theme
from amparo.rules.dates import Period
from amparo.rules.truth import Truth
from amparo.situation.states import State
from amparo.web.observatory import words
from amparo.web.observatory.release_tables import with_error

register = template.Library()


@register.filter
def country(state: State | str) -> str:
    """The name of a State, or of one by its code; a code that is no State stands for itself."""
    found = load_catalogue().vocabulary.states.get(state) if isinstance(state, str) else state
    return state_name(found, _language()) if found else str(state)


@register.filter
def region(name: str) -> str:
    """The name of a part of the world."""
    return region_name(name, _language())


@register.filter
def title(instrument: Instrument) -> SafeString:
    """The title, marked with the language that it is in."""
    text, language = instrument.title_in(_language())
    return format_html('<bdi lang="{}">{}</bdi>', language, text)


@register.filter
def called(instrument: Instrument) -> SafeString:
    """The short name, which is English in every language."""
    return format_html('<bdi lang="en">{}</bdi>', instrument.short_name)


@register.filter
def day(when: date | Period | str) -> str:
    """A day as the language writes it; a month or a year as it stands."""
    return day_name(when if isinstance(when, date) else str(when), _language())


@register.filter
def act(event: Event) -> Promise:
    """What the State did."""
    return words.act(event)


@register.filter
def effect(name: str) -> Promise:
    """What a reservation does."""
    return words.EFFECTS[name]


@register.filter
def held_of(reservation: Reservation) -> list[Instrument]:
    """The instruments of which it held something back."""
    return [one for name, one in load_catalogue().instruments.items() if name in reservation.instruments]


@register.filter
def holds(truth: Truth) -> Promise:
    """Whether something is held."""
    return words.HOLDS[truth.word]


@register.filter
def expected(word: str) -> Promise | str:
    """What an example expects."""
    return words.EXPECTED.get(word, word)


@register.filter
def status(one: Status) -> Promise:
    """What a status is called."""
    return words.STATUSES[one.id]


@register.filter
def labelled(theme: Theme) -> str:
    """What a theme is called."""
    return theme.label[_language()]


@register.filter
def says(provision: Provision) -> SafeString:
    """The statement of a provision, marked with the language that it is in."""
    found = statement(provision, _language(), load_catalogue().translations)
    return format_html('<span lang="{}" dir="auto">{}</span>', found.language, found.text)


@register.filter
def by_status(group: Alike) -> list[tuple[Status, Truth, Truth]]:
    """The answers of States that answer alike, by status: whoever they are, and if employed."""
    return [(one, *holds) for one, holds in zip(STATUSES.values(), group.holds, strict=True)]


@register.filter
def number(people: float) -> str:
    """A count as the language writes it."""
    return str(format_decimal(round(people), locale=_language()))


@register.filter
def per_million(found: Rate) -> str:
    """A rate with its part of the likely error."""
    return with_error(round(found.number, 1), found.error)


@register.filter
def place(code: str) -> SafeString | str | Promise:
    """A place of the table of people: a link where it is one of ours, or what its code means."""
    if code in load_catalogue().vocabulary.states:
        return format_html('<a href="{}">{}</a>', reverse("state", args=[code]), country(code))
    return words.PLACES.get(code, code)


def _language() -> str:
    return get_language() or "en"

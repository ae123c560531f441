"""What only the whole catalogue can show: names that point nowhere, each complained of where it stands."""

from collections.abc import Container, Iterable, Mapping

from amparo.errors import Problem
from amparo.norms.catalogue.translations import Translations
from amparo.norms.texts.instruments import Instrument
from amparo.norms.texts.reservations import Reservation
from amparo.rules.forms import Form
from amparo.situation.vocabulary import LANGUAGES, Vocabulary


def check_instruments(
    instruments: Iterable[tuple[Form, Instrument]],
    known: Container[str],
    provisions: Container[str],
    vocabulary: Vocabulary,
) -> None:
    """Instruments with the forms they were read from: what they require, bind and name must be there."""
    for form, instrument in instruments:
        for procedure in instrument.procedures:
            if procedure not in provisions:
                form.complain(f"{instrument.id} names a procedure {procedure}, which is no provision.", "procedures")
        if instrument.requires and instrument.requires not in known:
            form.complain(f"{instrument.id} requires {instrument.requires}, which is no instrument.", "requires")
        if instrument.binds and instrument.binds.group not in (None, *vocabulary.groups):
            missing = f"a group {instrument.binds.group} that groups.yaml does not have"
            form.complain(f"{instrument.id} binds {missing}.", "binds")
        if instrument.binds and not instrument.binds.states | instrument.binds.excepted <= vocabulary.states.keys():
            form.complain(f"{instrument.id} binds or excepts a State that states.csv does not have.", "binds")


def check_translations(translations: Translations, provisions: Container[str], problems: list[Problem]) -> None:
    """Translations: each is of a provision, and into a language that we speak."""
    for path, node in translations.knowledge.under("norms/translations/").items():
        language = path.split("/")[2]
        if language not in LANGUAGES[1:]:
            problems.append(Problem(node.place, f"Nobody reads {language}. Translations are into es, fr or ar."))
    for language in LANGUAGES[1:]:
        for name, translation in translations.of(language).items():
            if name not in provisions:
                problems.append(Problem(translation.place, f"{name} is translated and is no provision."))


def check_reservations(
    reservations: Iterable[tuple[Form, Reservation]], provisions: Container[str], instruments: Mapping[str, object]
) -> None:
    """Reservations with the forms they were read from: what is reserved must be there."""
    for form, reservation in reservations:
        for name in sorted(reservation.provisions):
            if name not in provisions and name.removesuffix("/*") not in instruments:
                form.complain(f"{name} is reserved and is no provision.", "provisions")

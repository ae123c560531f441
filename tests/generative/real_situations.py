"""Random situations over the real vocabulary: any State, any day from 1950 to today, every fact known, vague or not known."""

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

from amparo.norms.catalogue.catalogue import load_catalogue
from amparo.rules.dates import Period
from amparo.rules.facts import Interval, Kind
from amparo.situation.situations import Situation

CATALOGUE = load_catalogue()
FACTS = CATALOGUE.vocabulary.facts
TODAY = date(2026, 11, 21)
# Reasons for the whole catalogue cost a hundred times what values do.
FEWER = settings(max_examples=max(12, settings.default.max_examples // 5))

# The most bound, the least bound, those with reservations, a territory: small sets, so that coincidences occur.
OFTEN = ("MEX", "TUR", "USA", "RUS", "ITA", "TTO", "GUY", "MYS", "ARE", "PHL", "BWA", "PRI", "SSD")
STATES = st.sampled_from(OFTEN) | st.sampled_from(
    sorted(code for code, state in CATALOGUE.vocabulary.states.items() if state.kind in ("state", "territory"))
)


def _first_days():
    """Days on which some instrument began, and the days around them."""
    firsts = sorted({day for name in CATALOGUE.instruments if (day := CATALOGUE.bonds.first_in_force(name))})
    return [date.fromordinal(day.toordinal() + shift) for day in firsts for shift in (-1, 0, 1)]


DAYS = st.sampled_from([day for day in _first_days() if day <= TODAY]) | st.dates(date(1950, 1, 1), TODAY)


def _written(day, length):
    found = Period.parse(day.isoformat()[:length])
    return Period(found.first, min(found.last, TODAY))


PERIODS = st.builds(_written, DAYS, st.sampled_from((10, 10, 10, 7, 4)))
AGES = st.integers(0, 99).flatmap(lambda least: st.integers(least, 100).map(lambda most: Interval(least, most)))
NATIONALITIES = st.frozensets(STATES, max_size=2)


def values_of(name):
    """Every value that a fact can have."""
    fact = FACTS[name].fact
    return {
        Kind.BOOLEAN: st.booleans(),
        Kind.CHOICE: st.sampled_from(fact.values or ("",)),
        Kind.NUMBER: AGES | st.integers(0, 100).map(lambda age: Interval(age, age)),
        Kind.DATE: PERIODS,
        Kind.STATE: STATES,
        Kind.STATES: NATIONALITIES,
    }[fact.kind]


GIVEN = ("state", "date")
OTHERS = {name: values_of(name) for name in FACTS if name not in GIVEN}
SITUATIONS = st.builds(
    lambda given, others: Situation({**others, **given}),
    st.fixed_dictionaries({name: values_of(name) for name in GIVEN}),
    st.fixed_dictionaries({}, optional=OTHERS),
)


@st.composite
def learnings(draw):
    """A situation, and the same one with a fact more, or with a vague one more exact."""
    before = draw(SITUATIONS)
    vague = [name for name, known in before.facts.items() if isinstance(known, Interval) and not known.is_exact]
    if not before.date.is_day:
        vague.append("date")
    unknown = [name for name in OTHERS if name not in before.facts]
    name = draw(st.sampled_from([*vague, *unknown]) if vague or unknown else st.just("state"))
    if name == "date":
        length = (before.date.last - before.date.first).days
        day = date.fromordinal(before.date.first.toordinal() + draw(st.integers(0, length)))
        return before, before.learn(date=Period(day, day))
    if name in vague:
        known = before.facts[name]
        exact = draw(st.integers(known.least, known.most))
        return before, before.learn(**{name: Interval(exact, exact)})
    return before, before.learn(**{name: before.state if name == "state" else draw(OTHERS[name])})

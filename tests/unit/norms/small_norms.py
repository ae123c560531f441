"""Tiny invented treaties and States, built directly, for the tests of bonds."""

from datetime import date
from importlib.resources import files
from pathlib import Path

from amparo.norms.bonds import BOUND, Bonds
from amparo.norms.instruments import Entry, Exit, GroupBond, Instrument
from amparo.rules.dates import Period, Wait
from amparo.situation.states import Membership, State, StateGroup

DAYS_30 = Wait(days=30)
DAYS_90 = Wait(days=90)
MONTHS_3 = Wait(months=3)
MONTHS_12 = Wait(months=12)
THREE_THEN_FIRST = Wait(months=3, then_first_of_next_month=True)
AT_ONCE = Wait()

STATES = {
    state.code: state
    for state in (
        State("AAA", "AA", "Aland", "state", "", ""),
        State("BBB", "BB", "Bland", "state", "", ""),
        State("CCC", "CC", "Cland", "state", "", ""),
        State("NEW", "NW", "Newland", "state", "", "", independent_from=date(2000, 1, 1)),
        State("ISL", "IL", "An island of Aland", "territory", "", ""),
        State("EUE", "", "The Union", "organisation", "", ""),
    )
}
GROUPS = {
    "union": StateGroup(
        "union",
        "The Union",
        "invented",
        True,
        (Membership("AAA"), Membership("BBB", date(2004, 5, 1)), Membership("CCC", date(1990, 1, 1), date(2020, 2, 1))),
    ),
    "states": StateGroup("states", "All States", "invented", True, kinds=frozenset({"state"})),
}


def entry(first, later=None, deposits=2, *, published_first=None, derivable=True):
    """A clause on entry into force; the wait for later deposits is the first one unless said otherwise."""
    return Entry("art. 1", deposits, first, later or first, day(published_first), derivable)


def treaty(name="treaty", clause=None, *, notice=None, **fields):
    """An instrument that binds by deposits, or by `binds` if that is given."""
    whole = {
        "short_name": name,
        "title": name,
        "body": "invented",
        "adopted_on": None,
        "depositary": "",
        "entry": None if "binds" in fields else clause or entry(DAYS_30),
        "exit": Exit("art. 2", notice) if notice else None,
        "binds": None,
        "complete_until": None,
        "collected": "full",
        "reservations": "not-collected",
        "requires": None,
        "procedures": (),
        "not_begun_as_of": None,
        "verified": True,
        **fields,
    }
    return Instrument(name, **whole)


def binding(group=None, states=(), bound_from="2000-01-01", excepted=()):
    return GroupBond(group, frozenset(states), day(bound_from), frozenset(excepted))


def row(state, on, event="deposit", form=""):
    return [state, event, form, on, "invented", "yes", ""]


def bonds(*instruments, rows=(), **more_rows):
    """Bonds of some treaties; `rows` are those of the first, `<treaty>_rows` those of another."""
    tables = {instruments[0].id: rows, **{name.removesuffix("_rows"): found for name, found in more_rows.items()}}
    by_state = {name: {} for name in tables}
    for name, found in tables.items():
        for one in found:
            by_state[name].setdefault(one[0], []).append(one)
    return Bonds({one.id: one for one in instruments}, by_state, STATES, GROUPS)


def bound(found, state, on, name="treaty"):
    """`yes`, `no`, or the reason why it is unknown."""
    belonging = found.belonging(BOUND + name, state, Period.parse(on))
    return belonging.reason.value if belonging.reason else belonging.value.word


def around(found, state, on, name="treaty"):
    """The answers on the day before and on the day itself."""
    that = date.fromisoformat(on)
    return bound(found, state, date.fromordinal(that.toordinal() - 1).isoformat(), name), bound(found, state, on, name)


def day(text):
    return None if text is None else date.fromisoformat(text)


def real_data(room):
    """The folder of the real knowledge of a room."""
    return Path(str(files(f"amparo.{room}"))) / "data"

"""The file that an office keeps on an employer or a recruiter: what each case that somebody joined to it says, and what all say together.

A file holds no person's words: of each case the acts that are alleged of the party, the rights engaged on their days, and the sums. It
counts; it finds nobody guilty. Sums of two currencies are never added.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any

from amparo.case.chronicle import Chronicle
from amparo.case.owed import owed_each
from amparo.errors import BadInput
from amparo.norms.catalogue.catalogue import Catalogue
from amparo.remedy.claims import Claim
from amparo.remedy.ledger import Ledger
from amparo.remedy.money import Money, total
from amparo.remedy.reckoning import Balance, RemedyState, reckon

_MOST_DAYS = 60  # on which rights are looked at, the newest: more would make every act of a long case slow
_SUMS = tuple(one.name for one in fields(Balance))


@dataclass(frozen=True, slots=True)
class Summary:
    """What one case says of one party of it; `state` is None where nothing was claimed or ordered yet.

    `acts` are those alleged of the party, `rights` those engaged on their days, `people` whoever is owed something, by ids.
    `reckoned` is what the table of the claim comes to.
    """

    case: str
    party: str
    acts: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    reckoned: tuple[Money, ...] = ()
    balances: tuple[Balance, ...] = ()
    state: RemedyState | None = None
    is_at_least: bool = False  # something that is owed is not known
    is_at_most: bool = False  # something was received, and nobody knows how much

    def __post_init__(self) -> None:
        if not self.case or not self.party:
            raise BadInput("no-summary", "A summary is of one party of one case.")

    def to_data(self) -> dict[str, object]:
        """The summary as an entry keeps it."""
        return {
            "case": self.case,
            "party": self.party,
            "acts": sorted(self.acts),
            "rights": sorted(self.rights),
            "people": sorted(self.people),
            "reckoned": [str(one) for one in self.reckoned],
            "balances": [{name: str(getattr(one, name)) for name in _SUMS} for one in self.balances],
            "state": self.state.value if self.state else "",
            "at_least": self.is_at_least,
            "at_most": self.is_at_most,
        }


def read_summary(data: Mapping[str, Any]) -> Summary:
    """The summary as an entry keeps it; raises BadInput for what is none."""
    try:
        acts, rights, people = (frozenset(map(str, data[name])) for name in ("acts", "rights", "people"))
        return Summary(
            str(data["case"]),
            str(data["party"]),
            acts,
            rights,
            people,
            tuple(map(Money.parse, data["reckoned"])),
            tuple(Balance(*(Money.parse(one[name]) for name in _SUMS)) for one in data["balances"]),
            RemedyState(data["state"]) if data["state"] else None,
            bool(data["at_least"]),
            bool(data["at_most"]),
        )
    except (KeyError, TypeError, ValueError):
        raise BadInput("no-summary", "This cannot be read as a summary.") from None


def sum_up(
    case: str, party: str, chronicle: Chronicle, claims: Iterable[Claim], ledger: Ledger, catalogue: Catalogue
) -> Summary:
    """What a case says of one of its parties."""
    acts = [one for one in chronicle.happened if one.alleged_actor == party]
    days = {(state, one.when) for one in acts for state in ((one.state,) if one.state else chronicle.states)}
    newest = sorted(days, key=lambda one: (one[1], one[0]))[-_MOST_DAYS:]
    engaged = set().union(*(one.engaged for one in owed_each(chronicle, newest, catalogue)))
    reckoning = reckon(ledger.of_party(party))
    sums = [one.sums() for one in claims if one.party == party]
    claimed = (line.person for one in claims if one.party == party for line in one.lines)
    return Summary(
        case,
        party,
        frozenset(one.act for one in acts),
        frozenset(catalogue.provisions[name].right for name in engaged),
        frozenset(chain((one.person for one in reckoning.owings), claimed)),
        total(money for one in sums for money in one.together),
        reckoning.balances,
        reckoning.state if reckoning.owings else None,
        reckoning.is_at_least or any(one.is_at_least for one in sums),
        reckoning.is_at_most,
    )


@dataclass(frozen=True)
class PartyFile:
    """All that the joined cases say together, each case counted once, whatever it calls the party and however often."""

    summaries: tuple[Summary, ...]

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases, each once, in the order in which they were joined."""
        return tuple(dict.fromkeys(one.case for one in self.summaries))

    @property
    def people(self) -> frozenset[str]:
        """Whoever is owed something; who has a report and is in a collective case as well is one person."""
        return frozenset(chain.from_iterable(one.people for one in self.summaries))

    @property
    def reckoned(self) -> tuple[Money, ...]:
        """What the tables come to, for each currency by itself."""
        return total(chain.from_iterable(one.reckoned for one in self.summaries))

    @property
    def balances(self) -> tuple[Balance, ...]:
        """What was claimed, ordered, received and is unpaid, for each currency by itself, in the order of their codes."""
        found: dict[str, Balance] = {}
        for one in chain.from_iterable(one.balances for one in self.summaries):
            found[one.currency] = found[one.currency] + one if one.currency in found else one
        return tuple(found[code] for code in sorted(found))

    @property
    def is_at_least(self) -> bool:
        return any(one.is_at_least for one in self.summaries)

    @property
    def is_at_most(self) -> bool:
        return any(one.is_at_most for one in self.summaries)

    @property
    def acts(self) -> tuple[tuple[str, int], ...]:
        """In how many cases each act is alleged, the most frequent first."""
        return self._counted({one: set().union(*(s.acts for s in self._of(one))) for one in self.cases})

    @property
    def rights(self) -> tuple[tuple[str, int], ...]:
        """In how many cases each right was engaged, the most frequent first."""
        return self._counted({one: set().union(*(s.rights for s in self._of(one))) for one in self.cases})

    @property
    def states(self) -> tuple[tuple[RemedyState | None, int], ...]:
        """In how many summaries remedy has come how far; None is that nothing was claimed yet."""
        counted = Counter(one.state for one in self.summaries)
        return tuple((state, counted[state]) for state in (*RemedyState, None) if counted[state])

    def _of(self, case: str) -> list[Summary]:
        return [one for one in self.summaries if one.case == case]

    def _counted(self, by_case: Mapping[str, set[str]]) -> tuple[tuple[str, int], ...]:
        counted = Counter(chain.from_iterable(by_case.values()))
        return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))

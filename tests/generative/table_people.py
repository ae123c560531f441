"""Random situations over the real vocabulary: few values, so that they coincide, and days on which something turns."""

import calendar
import random
from datetime import date, timedelta

from amparo.rules.dates import Period
from amparo.rules.facts import Interval, Kind
from amparo.situation.situations import Situation

LIKELY_STATES = ("MEX", "GTM", "QAT", "PHL", "DEU", "FRA", "GBR", "TUR", "ARG", "MAR", "NPL", "HND")
AGES = (0, 11, 12, 13, 14, 17, 18, 20, 21, 30)


def real_situations(catalogue, count, *, seed, turns=()):
    """So many situations, always the same for one seed; `turns` are days to be asked about often, with the day before."""
    chance = random.Random(seed)
    maker = _Maker(catalogue, chance, sorted(turns))
    return [Situation(maker.facts()) for _ in range(count)]


class _Maker:
    def __init__(self, catalogue, chance, turns):
        self.catalogue, self.chance, self.turns = catalogue, chance, turns
        states = catalogue.vocabulary.states.values()
        self.asked = [one.code for one in states if one.kind in ("state", "territory")]
        self.all = [one.code for one in states if one.kind != "organisation"]

    def facts(self):
        facts = {"state": self.state(self.asked), "date": self.period()}
        silence = self.chance.choice((0.1, 0.5, 0.9))  # some tell nearly everything, others nearly nothing
        for name, asked in self.catalogue.vocabulary.facts.items():
            if name not in facts and self.chance.random() > silence:
                facts[name] = self.known(asked.fact, facts["state"])
        return facts

    def known(self, fact, towards):
        if fact.kind is Kind.BOOLEAN:
            return self.chance.random() < 0.5
        if fact.kind is Kind.CHOICE:
            return self.chance.choice(fact.values)
        if fact.kind is Kind.NUMBER:
            ends = sorted(self.chance.choices(AGES, k=2))
            return self.chance.choice(
                (Interval(*ends), Interval(ends[0], ends[0]), Interval(None, ends[1]), Interval(ends[0], None))
            )
        how_many = self.chance.choices((0, 1, 2, 3), (2, 10, 4, 1))[0]
        return frozenset(self.chance.choice((towards, self.state(self.all))) for _ in range(how_many))

    def state(self, codes):
        return self.chance.choice(LIKELY_STATES if self.chance.random() < 0.5 else codes)

    def period(self):
        day = date(1960, 1, 1) + timedelta(days=self.chance.randrange(24000))
        if self.turns and self.chance.random() < 0.5:
            day = self.chance.choice(self.turns) - timedelta(days=self.chance.choice((0, 1)))
        how = self.chance.choice(("day", "day", "day", "month", "year", "leap"))
        if how == "month":
            return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))
        if how == "year":
            return Period(date(day.year, 1, 1), date(day.year, 12, 31))
        day = date(day.year // 4 * 4, 2, 29) if how == "leap" else day
        return Period(day, day)

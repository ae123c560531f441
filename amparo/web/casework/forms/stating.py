"""The form of facts over time: what is known towards one State on one day, and what is stated by changing it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amparo.case.chronicle import Chronicle
from amparo.case.facts import TOWARDS_ONE_STATE, Basis, StatedFact, known
from amparo.case.fitting import hidden, misfits
from amparo.case.histories import History
from amparo.case.wording import state_label
from amparo.errors import BadInput
from amparo.rules.dates import Period
from amparo.rules.facts import Known
from amparo.web.casework.coded import MOST_STATES, vocabulary
from amparo.web.casework.forms.events import DayField
from amparo.web.casework.forms.facts import FactsForm, shown_value
from amparo.web.casework.shown.facts import MISFITS
from amparo.web.casework.shown.rights import this_day
from amparo.web.languages import listed

_MOST_FACTS = 10**6


class FactsOverTime(FactsForm):
    """The facts of a case towards one of its States, since one day."""

    only = forms.BooleanField(label=gettext_lazy("What I change is so towards this country only"), required=False)
    since = DayField(label=gettext_lazy("Since when this is so"), required=False)
    sure = forms.BooleanField(label=gettext_lazy("It is so all the same: keep it as I say"), required=False)
    # What the page showed: the facts towards this State, as they were on this day. Only what differs from it was changed.
    of = forms.CharField(required=False, widget=forms.HiddenInput, max_length=3)
    shown_since = DayField(required=False, widget=forms.HiddenInput)
    # How many facts were written down when the page was made; without it, all there are.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=_MOST_FACTS)

    def __init__(self, *args: Any, states: tuple[str, ...], towards: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_asked = False  # whether somebody has to say that it is so all the same
        self.towards = towards if towards in states else next(iter(states), "")
        del self.fields["date"]
        language = get_language() or "en"
        self.several = [(code, state_label(code, language)) for code in states] if len(states) > 1 else []

    @property
    def before(self) -> list[forms.BoundField]:
        """Countries, and since when."""
        return [*(self[f"state_{number}"] for number in range(1, MOST_STATES + 1)), self["since"]]

    @property
    def of_state(self) -> str:
        """The State towards which the page showed the facts."""
        return str(self.cleaned_data.get("of") or self.towards)

    def clean(self) -> dict[str, Any]:
        """The fields; refused where another country was chosen and its facts were not shown yet."""
        told = super().clean()
        if self.of_state != self.towards:
            self.add_error(
                None, _("You chose another country. Show first what is known towards it; what you typed stays here.")
            )
        return told

    @property
    def since_told(self) -> Period | None:
        """Since when, if it can be read, whatever the other fields say."""
        self.is_valid()
        return self.cleaned_data.get("since")

    def stated(self, chronicle: Chronicle) -> list[dict[str, object]]:
        """What has to be added for the facts to be as the form says; what stands there is replaced as far as the form showed it.

        Raises BadInput for what does not fit, or would not count, until somebody says that it is so.
        """
        seen = self.cleaned_data["seen"]
        shown = chronicle.history if seen is None else chronicle.history.before(seen)
        since, facts = self.cleaned_data["since"], dict(self.cleaned_data["facts"])
        facts.pop("state", None)
        told = _values(shown, self.of_state, self.cleaned_data["shown_since"])
        changed = []
        for name in {**told, **facts}:
            value = known(name, facts[name], vocabulary()) if name in facts else None
            if value != told.get(name):
                changed.append(self._fact(name, value, shown, since))
        self._ask(changed, chronicle)
        return [one.to_data() for one in (*changed, *self._states_changed(shown))]

    def _ask(self, changed: Sequence[StatedFact], chronicle: Chronicle) -> None:
        """Raises BadInput where what was changed does not fit, and nobody has said yet that it is so."""
        history, day = chronicle.history, self.cleaned_data["since"] or this_day()
        after = replace(chronicle, history=History((*history.facts, *changed)))
        amiss = [str(MISFITS[one]) for one in sorted(misfits(after, this_day()) - misfits(chronicle, this_day()))]
        if in_vain := hidden(changed, history, self.of_state, day):
            language = get_language() or "en"
            named = {
                "facts": listed((vocabulary().facts[one.name].wording.label[language] for one in in_vain), language)
            }
            sentence = _(
                "Of this country something else is written down, which goes before: %(facts)s. Say that it is so towards this country only."
            )
            amiss.append(sentence % named)
        self.is_asked = bool(amiss)
        if amiss and not self.cleaned_data["sure"]:
            raise BadInput("does-not-fit", " ".join(amiss))

    def _fact(self, name: str, value: Known | None, shown: History, since: Period | None) -> StatedFact:
        # Where the case names no State yet, it is the first that the form names: the others may play another part.
        one_state = self.of_state or next(iter(self.states), "")
        towards = one_state if name in TOWARDS_ONE_STATE or self.cleaned_data["only"] else ""
        return _instead(_new(name, value, towards, since), shown)

    def _states_changed(self, shown: History) -> list[StatedFact]:
        given, there = self.states, [code for code in shown.states if code]
        added = [_new("state", code, code, None) for code in given if code not in there]
        # A country that is taken out of the form is no longer asked of; it stays in the case.
        gone = [_new("state", None, code, None) for code in there[:MOST_STATES] if code not in given]
        return [_instead(one, shown) for one in (*added, *gone)]


def shown_of(chronicle: Chronicle, towards: str, since: Period | None) -> dict[str, str]:
    """What the form shows at first."""
    values = _values(chronicle.history, towards, since)
    shown = {name: shown_value(value) for name, value in values.items()}
    shown |= {f"state_{number}": code for number, code in enumerate(chronicle.history.states[:MOST_STATES], 1)}
    day = str(since) if since else ""
    return shown | {"since": day, "shown_since": day, "of": towards, "seen": str(len(chronicle.history.facts))}


def _values(history: History, towards: str, since: Period | None) -> Mapping[str, Known]:
    told = history.told(towards, since or this_day())
    return {name: one.value for name, one in told.items() if one.value is not None}


def _new(name: str, value: Known | None, state: str, since: Period | None) -> StatedFact:
    return StatedFact("new", name, value, state, since, timezone.now(), "new", Basis())


def _instead(one: StatedFact, shown: History) -> StatedFact:
    """The fact, in place of those that say something of the same."""
    return replace(one, instead_of=frozenset(other.id for other in shown.standing if other.scope == one.scope))

"""Provisions: who holds which right against which State, when it matters, and how it is said to the person."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from amparo.norms.texts.instruments import BOUND
from amparo.norms.texts.themes import Right
from amparo.rules.conditions import DAY, EVERYONE, All, Among, Between, Condition, Within
from amparo.rules.deciding import refuse_empty_talk
from amparo.rules.facts import Kind
from amparo.rules.forms import Form, nearest_or_all
from amparo.rules.language import Language, read_condition

KINDS = ("right", "duty", "procedure")
STRENGTHS = ("binding", "customary", "declaratory")
ROLES = ("origin", "transit", "destination")
MOST_WORDS = 30
_ID = re.compile(r"[a-z0-9-]+/[a-z0-9]+([.-][a-z0-9]+)*")


@dataclass(frozen=True)
class Provision:
    """One rule of an instrument. `holds` needs the bond, the State's role and the holder; `engaged_by` says when it matters now.

    `bound_by` names the instrument whose bond counts, usually its own. `duty_bearer` is empty where any State that has the
    person in its power owes it. `also` names further rights that it protects. `any_status`: part of the universal floor.
    A higher `favour` leads among norms for one right. `after` are the circumstances after which it is owed on later days too, until
    what was done is put right or found out.
    """

    id: str
    instrument: str
    bound_by: str
    citation: str
    kind: str
    right: str
    also: tuple[str, ...]
    duty_bearer: tuple[str, ...]
    any_status: bool
    holder: Condition
    engaged_by: Condition
    strength: str
    non_derogable: bool
    favour: int
    says: str
    verified: bool
    note: str
    valid_from: date | None = None
    valid_until: date | None = None
    after: frozenset[str] = frozenset()

    @property
    def duty(self) -> Condition:
        """The clause that the State asked about has the role that this provision binds."""
        return Among("role", frozenset(self.duty_bearer)) if self.duty_bearer else EVERYONE

    @property
    def bond(self) -> Within:
        """The clause that the State is bound."""
        return Within("state", BOUND + self.bound_by, "one")

    @cached_property
    def holding(self) -> All:
        """What holding takes, reservations apart: the bond, the life of the text, the State's role, the holder."""
        parts: list[Condition] = [self.bond]
        if self.valid_from or self.valid_until:
            parts.append(Between(DAY, self.valid_from, self.valid_until))
        parts += [clause for clause in (self.duty, self.holder) if clause != EVERYONE]
        return All(tuple(parts))

    @property
    def digest(self) -> str:
        return digest_of(self.says)


def digest_of(text: str) -> str:
    """Twelve hexadecimal digits by which a translation names the English it renders."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:12]


def read_provision(
    form: Form, instrument: str, language: Language, rights: Mapping[str, Right], *, thorough: bool
) -> Provision:
    """The provision that one entry of provisions/*.yaml describes; adds every problem found.

    `instrument` is empty where the file names none that is known: nothing is then asked of the id.
    `thorough` also refuses conditions that say nothing, which is slow and done once for each catalogue.
    """
    form.get("examples", required=thorough)
    provision = Provision(
        id=form.text("id"),
        instrument=instrument,
        bound_by=form.text("bound_by", required=False) or instrument,
        citation=form.text("citation"),
        kind=form.one_of("kind", KINDS, "right"),
        right=form.text("right"),
        also=tuple(form.texts("also")),
        duty_bearer=_duty_bearer(form),
        any_status=form.flag("any_status", False),
        holder=_condition(form, "holder", language, thorough=thorough),
        engaged_by=_condition(form, "engaged_by", language, thorough=thorough),
        strength=form.one_of("strength", STRENGTHS),
        non_derogable=form.flag("non_derogable"),
        favour=form.whole("favour", 0),
        says=form.text("says"),
        verified=form.flag("verified"),
        note=form.text("note", required=False),
        valid_from=form.day("valid_from"),
        valid_until=form.day("valid_until"),
        after=frozenset(form.texts("after")),
    )
    form.text("source", required=False)
    form.done()
    _check(provision, form, language, rights)
    return provision


def _duty_bearer(form: Form) -> tuple[str, ...]:
    words = form.texts("duty_bearer")
    if words == ["any"]:
        return ()
    if not words or not set(words) <= set(ROLES) or len(set(words)) in (0, len(ROLES)):
        form.complain("duty_bearer is any, or one or two of origin, transit and destination.", "duty_bearer")
    return tuple(words)


def _condition(form: Form, field: str, language: Language, *, thorough: bool) -> Condition:
    node = form.get(field, required=False)
    if node is None:
        return EVERYONE
    before = len(form.problems)
    condition = read_condition(node, language, form.problems)
    if thorough and len(form.problems) == before:
        refuse_empty_talk(condition, language.facts, node.place, form.problems)
    return condition


def _check(provision: Provision, form: Form, language: Language, rights: Mapping[str, Right]) -> None:
    name, instrument = provision.id, provision.instrument
    if name != name.lower():
        form.complain(f"id is in lower case: {name.lower()}.", "id")
    elif name and instrument and not name.startswith(f"{instrument}/"):
        form.complain(f"id is written {instrument}/<article>.", "id")
    elif name and not _ID.fullmatch(name):
        form.complain("id has small letters, figures, dots and hyphens, such as icrmw/16.7.", "id")
    if provision.bound_by and not language.has_group(BOUND + provision.bound_by):
        form.complain(f"There is no instrument {provision.bound_by}.", "bound_by")
    for field, right in (("right", provision.right), *(("also", right) for right in provision.also)):
        if right and right not in rights:
            form.complain(f"There is no right {right}. {_meant(right, rights)}", field)
    for circumstance in sorted(provision.after):
        if circumstance not in language.facts or language.facts[circumstance].kind is not Kind.BOOLEAN:
            form.complain(f"There is no circumstance {circumstance}.", "after")
    words = len(provision.says.split())
    if words > MOST_WORDS:
        form.complain(f"says has {words} words; {MOST_WORDS} at most, for somebody in a hard moment.", "says")


def _meant(word: str, rights: Mapping[str, Right]) -> str:
    """Which right could have been meant."""
    under = sorted(right.id for right in rights.values() if right.theme == word)
    if under:
        return f"{word} is a theme; its rights are: {', '.join(under)}."
    return nearest_or_all(word, sorted(rights), "themes.yaml")

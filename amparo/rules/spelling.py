"""Conditions on one line, for people."""

from amparo.rules.conditions import All, Among, Any, Between, Condition, Derived, Includes, Unless, Within

_HOW = {"one": "within", "some": "some_within", "every": "every_within"}


def spelt(condition: Condition) -> str:
    """The condition on one line, as its author could have written it.

    >>> spelt(Among("stay", frozenset({"temporary", "permanent"})))
    'stay: [permanent, temporary]'
    """
    if isinstance(condition, All | Any):
        if not condition.parts:
            return "everyone"
        return f"{type(condition).__name__.lower()}: [{'; '.join(map(spelt, condition.parts))}]"
    if isinstance(condition, Unless):
        return f"unless: {{{spelt(condition.part)}}}"
    if isinstance(condition, Derived):
        return condition.name
    if isinstance(condition, Among):
        return _spelt_values(condition)
    if isinstance(condition, Between):
        ends = [condition.at_least, condition.below]
        names = (
            ("at_least", "below") if all(end is None or isinstance(end, int) for end in ends) else ("from", "before")
        )
        limits = ", ".join(f"{name}: {end}" for name, end in zip(names, ends, strict=True) if end is not None)
        return f"{condition.fact}: {{{limits}}}"
    if isinstance(condition, Includes):
        return f"{condition.fact}: {{includes: {condition.state}}}"
    if isinstance(condition, Within):
        return f"{condition.fact}: {{{_HOW[condition.how]}: {condition.group}}}"
    return f"open: {{reason: {condition.reason.value}, note: {condition.note}}}"


def _spelt_values(leaf: Among) -> str:
    if leaf.values == frozenset({True}):
        return leaf.fact
    words = sorted(str(value).lower() if isinstance(value, bool) else value for value in leaf.values)
    return f"{leaf.fact}: {words[0]}" if len(words) == 1 else f"{leaf.fact}: [{', '.join(words)}]"

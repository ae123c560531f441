"""Wraps to recovery keys that are no longer in use. There is one for every case, so they go in portions, not in one long transaction."""

from dataclasses import replace
from datetime import date
from itertools import islice

from django.db import transaction

from amparo.web.people.actions.rotating import remove_wraps
from amparo.web.people.keys import recovery_key
from amparo.web.safekeeping.store import store

PORTION = 500  # about a second, in which nobody else writes


def remove_outdated(*, on: date) -> int:
    """Removes a portion of them, and says how many; call it until there are none. It needs no key."""
    newest = recovery_key(store())
    if newest is None:
        return 0
    older = [replace(newest.name, generation=number) for number in range(1, newest.name.generation)]
    found = list(islice((wrap for name in older for wrap in store().wraps_to(name)), PORTION))
    with transaction.atomic():
        remove_wraps(found, on=on)
    return len(found)

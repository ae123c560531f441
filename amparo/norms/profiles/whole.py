"""Everything that the pages of a State say, in one document; its shape is `data/schemas/state-page.json`."""

from typing import Any

from amparo.norms.profiles.claims import STATUSES, claims
from amparo.norms.profiles.peers import peers
from amparo.norms.profiles.people import counted_for, people
from amparo.norms.profiles.states import StateProfile
from amparo.norms.profiles.what_if import could_deposit


def whole(profile: StateProfile) -> dict[str, Any]:
    """The profile with claims, people, peers and what the State could join; None for what is not asked of such a place."""
    catalogue, state, on = profile.catalogue, profile.state, profile.on
    told = {**profile.to_plain(), "claims": None, "people": None, "peers": None, "could_join": None}
    if profile.has_people:
        told["people"] = people(catalogue, state.code, on, counted_for(catalogue)).to_plain()
    if profile.is_state:
        asked = STATUSES.values()
        told["claims"] = [one.to_plain() | claims(catalogue, state.code, on, one.facts).to_plain() for one in asked]
        told["peers"] = peers(catalogue, state, on).to_plain()
        told["could_join"] = [one.id for one in could_deposit(catalogue, state.code, on)]
    return told

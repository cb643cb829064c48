"""Names of states and sectors for people; everywhere else they are codes."""

from __future__ import annotations

from detente.knowledge.sector_names import sector_names
from detente.knowledge.states import state_by_code


def state_name(code: str) -> str:
    """The state's name, or the code itself where there is none."""
    state = state_by_code().get(code)
    return state.name if state is not None else code


def party_name(country: str | None, sector: str | None) -> str:
    """A state and a part of its society: "United States, government"; "no state known" for neither."""
    known = sector_names().get(sector or "")
    parts = (state_name(country) if country else "", known.words if known else sector or "")
    return ", ".join(part for part in parts if part) or "no state known"

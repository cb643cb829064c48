"""Names of states for people; everywhere else they are codes."""

from __future__ import annotations

from detente.knowledge.states import state_by_code


def state_name(code: str) -> str:
    """The state's name, or the code itself where there is none."""
    state = state_by_code().get(code)
    return state.name if state is not None else code

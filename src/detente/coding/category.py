"""Category: PLOVER's rule on acts that are only promised, announced, threatened or declined."""

from __future__ import annotations

from detente.coding.act import THREATENED, Act
from detente.coding.status import Standing
from detente.knowledge.verbs import CodingTables

VERBAL = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})


def category_of(act: Act, standing: Standing, tables: CodingTables) -> tuple[str, str, str | None]:
    """CAMEO code, category and mode after PLOVER's rule on what is only promised, threatened or declined."""
    cameo, event, mode = act.cameo, act.event, act.mode
    code = tables.categories.codes[cameo]
    event, mode = event or code.event, mode or code.mode
    if event == "AGREE" and standing.negated and standing.modal in {"will", "would"}:
        # "Would not commit to the deal" is no agreement.
        cameo = tables.compose("refuse", cameo) or cameo
        event, mode = tables.categories.codes[cameo].event, tables.categories.codes[cameo].mode
    if event in VERBAL or standing.status == "cancelled":
        return cameo, event, mode or None
    announced = standing.status in {"planned", "hypothetical", "possible"} and not standing.protasis
    # "May have attacked" announces nothing.
    announced = announced and not (standing.perfect and standing.modal in {"may", "might", "could", "must"})
    if announced and not standing.negated:
        cameo = tables.compose("plan", cameo) or cameo
    elif standing.negated and standing.modal is not None:
        cameo = tables.compose("refuse", cameo) or cameo
    if cameo != act.cameo:
        code = tables.categories.codes[cameo]
        event, mode = code.event, code.mode or THREATENED.get(act.cameo[:3], "")
    return cameo, event, mode or None

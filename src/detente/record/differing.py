"""What two coders read in one article: which of their rows are the same ones, and what differs in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.record.fields import TABLES
from detente.record.standing import Row, Rows, Whole

Fate = Literal["same", "changed", "added", "withdrawn"]
OFFSETS = ("start", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One row as an older and a newer coder have it."""

    kind: str
    article: str
    fate: Fate
    fields: tuple[str, ...]
    """Which fields changed."""
    before: Whole | None
    after: Whole | None


def differences(kind: str, before: Sequence[Whole], after: Sequence[Whole]) -> list[Difference]:
    """The rows of one kind of one article, each paired with what became of it, in the order of the text."""
    found: list[Difference] = []
    for old, new in _pairs(kind, sorted(before, key=_order), sorted(after, key=_order)):
        fields = changed_fields(kind, old, new) if old and new else ()
        fate: Fate = (
            "withdrawn" if new is None else "added" if old is None else "changed" if fields else "same"
        )
        whole = old or new
        assert whole is not None
        found.append(
            Difference(
                kind=kind, article=whole[0]["article"], fate=fate, fields=fields, before=old, after=new
            )
        )
    return sorted(found, key=_place)


def _order(whole: Whole) -> tuple[int, int, str]:
    row = whole[0]
    return (row["start"], row.get("trigger_start") or row["start"], row["id"])


def _place(one: Difference) -> tuple[int, str]:
    whole = one.before or one.after
    return (whole[0]["start"] if whole else 0, one.fate)


def _pairs(kind: str, before: list[Whole], after: list[Whole]) -> list[tuple[Whole | None, Whole | None]]:
    """Each row with its like: the surest ways of knowing it again come first, and no row is used twice."""
    what = TABLES[kind].what

    def same_id(old: Row, new: Row) -> bool:
        # A position is numbered by its order in the text: its number says nothing.
        return kind != "position" and old["id"] == new["id"]

    def span(old: Row, new: Row) -> bool:
        return all(old[name] == new[name] for name in OFFSETS)

    def trigger(old: Row, new: Row) -> bool:
        at = old.get("trigger_start")
        return at is not None and (at, old["trigger_end"]) == (new["trigger_start"], new["trigger_end"])

    def near(old: Row, new: Row) -> bool:
        return bool(old["start"] < new["end"] and new["start"] < old["end"])

    def alike(old: Whole, new: Whole) -> bool:
        return old[0][what] == new[0][what] and _cast(kind, old) == _cast(kind, new)

    ways = (
        lambda o, n: same_id(o[0], n[0]),
        lambda o, n: trigger(o[0], n[0]) and _cast(kind, o) == _cast(kind, n),
        lambda o, n: span(o[0], n[0]) and alike(o, n) and o[0].get("what") == n[0].get("what"),
        lambda o, n: span(o[0], n[0]) and alike(o, n),
        lambda o, n: near(o[0], n[0]) and alike(o, n),
        lambda o, n: trigger(o[0], n[0]),
        lambda o, n: span(o[0], n[0]) and o[0][what] == n[0][what],
        lambda o, n: span(o[0], n[0]) and _cast(kind, o) == _cast(kind, n),
        lambda o, n: near(o[0], n[0]) and o[0][what] == n[0][what],
    )
    found: list[tuple[Whole | None, Whole | None]] = []
    for way in ways:
        for old in list(before):
            new = next((one for one in after if way(old, one)), None)
            if new is not None:
                before.remove(old)
                after.remove(new)
                found.append((old, new))
    return [*found, *((old, None) for old in before), *((None, new) for new in after)]


def _cast(kind: str, whole: Whole) -> set[tuple[str, str]]:
    roles = set(TABLES[kind].roles.values())
    return {(r["role"], r["country"] or r["name"] or r["text"]) for r in whole[1] if r["role"] in roles}


def changed_fields(kind: str, old: Whole, new: Whole) -> tuple[str, ...]:
    """The fields of a row that have another value; how sure the coder is does not count."""
    before, after = values_of(kind, old), values_of(kind, new)
    return tuple(name for name in before if before[name] != after[name])


def values_of(kind: str, whole: Whole) -> dict[str, Any]:
    """Value by field, as a person sees them: columns, and the names of those in each role."""
    row, roles = whole
    table = TABLES[kind]
    values = {field: row.get("when" if field == "day" else column) for field, column in table.columns.items()}
    return values | {
        field: [r["name"] or r["text"] for r in _ranked(roles) if r["role"] == role]
        for field, role in table.roles.items()
    }


def _ranked(roles: Rows) -> Rows:
    return sorted(roles, key=lambda role: role["rank"])


def same_thing(kind: str, one: Whole, other: Whole) -> bool:
    """Whether two rows say the same in the same place: category, form or stance, and who."""
    a, b = one[0], other[0]
    what = TABLES[kind].what
    return bool(
        a[what] == b[what]
        and a["start"] < b["end"]
        and b["start"] < a["end"]
        and _cast(kind, one) == _cast(kind, other)
    )


def short(kind: str, whole: Whole | None, fields: Sequence[str] = ()) -> str:
    """A row in one line: what it is, how it stands, who is in it, and these fields besides; "—" for none."""
    if whole is None:
        return "—"
    values = values_of(kind, whole)
    what = " ".join(str(values[f]) for f in (TABLES[kind].what, "mode", "what", "status") if values.get(f))
    marks = [name for name in ("negated", "historical") if values.get(name)]
    ends = [", ".join(values[field]) for field in TABLES[kind].roles if values[field]]
    shown = {TABLES[kind].what, "mode", "what", "status", "negated", "historical", *TABLES[kind].roles}
    more = "".join(f"  {name}={_said(values[name])}" for name in fields if name not in shown)
    return (
        f"{what}{' (' + ', '.join(marks) + ')' if marks else ''}: {' → '.join(ends) or 'nobody named'}{more}"
    )


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)

"""The doors of the house. A room imports the ground floor and what is listed here, nothing else."""

import ast
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1] / "src" / "detente"
GROUND: dict[str, set[str]] = {
    "types": set(),
    "errors": set(),
    "version": set(),
    "answers": {"types"},
    "grammar": {"types", "answers"},
    "knowledge": {"types", "errors"},
}
READING = {"articles", "language", "times", "places", "actors", "coding", "diplomacy"}
PURE = (READING - {"language"}) | {"answers", "grammar", "linking", "relations", "exports"}
SOLITARY = READING | {"sources", "linking", "record", "relations", "exports", "display"}
FACES = {"cli", "web", "mcp", "notebook"}  # notebook: for people who write Python
BEHIND_FACES = {"reading", "runs", "record", "relations", "exports", "display", "alerts"}
DOORS = (
    GROUND
    | {room: set(GROUND) for room in SOLITARY}
    | {"reading": set(GROUND) | READING}
    | {"runs": set(GROUND) | {"sources", "reading", "linking", "record"}}
    | {"alerts": set(GROUND) | {"record", "relations"}}
    | {face: set(GROUND) | BEHIND_FACES for face in FACES}
)
EFFECTS = {"os", "pathlib", "socket", "subprocess", "random", "time", "httpx", "duckdb", "ray"}
CLOCKS = {"now", "today", "utcnow"}


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).with_suffix("").parts[0]


def imports(tree: ast.AST) -> set[str]:
    plain = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    named = {f"{n.module}.{a.name}" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for a in n.names}
    return plain | named


MODULES = [p for p in sorted(HOUSE.rglob("*.py")) if p != HOUSE / "__init__.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_module_goes_only_through_its_doors(path: Path) -> None:
    room, tree = room_of(path), ast.parse(path.read_text())
    relative = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.level]
    assert not relative, "imports are absolute"
    ours = {name.split(".")[1] for name in imports(tree) if name.startswith("detente.")}
    assert ours <= DOORS[room] | {room}, f"{room} has no door to {ours - DOORS[room] - {room}}"
    if room in PURE:
        theirs = {name.split(".")[0] for name in imports(tree)}
        assert not theirs & EFFECTS, f"{room} is pure: {theirs & EFFECTS}"
        called = {n.func for n in ast.walk(tree) if isinstance(n, ast.Call)}
        clocks = [f for f in called if isinstance(f, ast.Attribute) and f.attr in CLOCKS]
        assert not clocks, f"{room} reads a clock"
        opened = [f for f in called if isinstance(f, ast.Name) and f.id == "open"]
        assert not opened, f"{room} opens a file"


def test_no_function_and_no_file_grows_too_long() -> None:
    lengths: list[int] = []
    for path in MODULES:
        source = path.read_text()
        assert source.count("\n") <= 600, f"{path} is longer than 600 lines"
        tree = ast.parse(source)
        functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        lengths += [(f.end_lineno or f.lineno) - f.lineno + 1 for f in functions]
    lengths.sort()
    assert not lengths or lengths[int(len(lengths) * 0.9)] <= 40, "nine functions in ten fit on a screen"

"""Nothing is ever unpickled: no module that could is imported, and arrays are loaded without it.

Training is left out: it reads checkpoints of torch, which it has written itself.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FILES = sorted(path for room in ("src", "benchmarks", "scripts") for path in (ROOT / room).rglob("*.py"))
UNPICKLING = {
    "pickle",
    "cPickle",
    "_pickle",
    "cloudpickle",
    "dill",
    "marshal",
    "shelve",
    "joblib",
    "jsonpickle",
}


def named(tree: ast.AST) -> set[str]:
    plain = {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    taken = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    return {name.split(".")[0] for name in plain | taken}


def unsafe_loads(tree: ast.AST) -> list[int]:
    """Lines with `np.load` that do not say that nothing is to be unpickled."""
    found = []
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
        of = call.func
        if isinstance(of, ast.Attribute) and of.attr == "load" and ast.unparse(of.value) in {"np", "numpy"}:
            given = {k.arg: ast.unparse(k.value) for k in call.keywords}
            if given.get("allow_pickle") != "False":
                found.append(call.lineno)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_unpickled(path):
    tree = ast.parse(path.read_text())
    assert not named(tree) & UNPICKLING
    assert not unsafe_loads(tree)

"""The notebooks of the documentation, run cell by cell in an empty folder; what a cell ends with shows itself."""

import ast
import json
from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parents[2] / "docs" / "notebooks"
NAMES = ("corpus", "gdelt", pytest.param("relationship", marks=pytest.mark.slow))


def cells(name):
    whole = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    assert whole["nbformat"] == 4
    return whole["cells"]


def run(code, names):
    """Runs a cell as a notebook does; gives the value of its last line, None where that is no expression."""
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last is not None else None


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_from_its_first_cell_to_its_last(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    names, shown = {}, 0
    for cell in cells(name):
        if cell["cell_type"] == "code":
            value = run("".join(cell["source"]), names)
            if hasattr(value, "_repr_html_"):
                shown += bool(value._repr_html_())
    assert shown >= 2 and capsys.readouterr().out


def test_all_notebooks_are_run_and_carry_no_output():
    known = {getattr(name, "values", (name,))[0] for name in NAMES}
    assert {path.stem for path in NOTEBOOKS.glob("*.ipynb")} == known
    for name in known:
        for cell in cells(name):
            assert cell["cell_type"] == "markdown" or (
                cell["outputs"] == [] and cell["execution_count"] is None
            )

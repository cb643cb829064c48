"""Every regular expression of the package on long hostile input: the time it takes may grow no faster than the input."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import detente

SHORT, LONG = 2_500, 10_000
"""Characters. Four times as many take four times as long; where the time grows with the square, sixteen times."""
GROWTH = 9.0
LEAST = 0.02
"""Seconds of processor time below which nothing is judged: what is that quick on 10,000 characters does no harm."""
MOST = 1.0
UNITS = (
    *("a", "A", "1", " ", "\n", "\t", ".", ",", "-", "'", '"', "(", "<", "&", "_", "/", "—", "’", "é", "0"),
    *(
        "a ",
        "A ",
        "1 ",
        "A.",
        "1,",
        "A-",
        "Ab ",
        "a, ",
        "and ",
        "of ",
        "the ",
        "a.",
        "\n ",
        "- ",
        "A/",
        "a@",
        "@a.",
    ),
)
"""What is repeated; each once alone and once before something that matches nothing."""


def patterns() -> list[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """All that modules hold under a name, in tuples, tables and dataclasses too, each once."""
    found: dict[int, tuple[str, re.Pattern[str]]] = {}
    for module in pkgutil.walk_packages(detente.__path__, "detente."):
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:
            continue
        for name, value in vars(loaded).items():
            for label, pattern in held(f"{module.name}.{name}", value, 3):
                found.setdefault(id(pattern), (label, pattern))
    return list(found.values())


def held(label: str, value: object, depth: int) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        yield label, value
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for number, member in enumerate(value):
            yield from held(f"{label}[{number}]", member, depth - 1)
    elif depth and isinstance(value, dict):
        for key, member in value.items():
            yield from held(f"{label}[{key!r}]", member, depth - 1)
    elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
        for field in value.__dataclass_fields__:
            yield from held(f"{label}.{field}", getattr(value, field, None), depth - 1)


def seconds(pattern: re.Pattern[str], unit: str, length: int) -> float:
    """Processor time of finding all that matches in the unit, repeated, alone and before a stop."""
    spent = 0.0
    for ending in ("", "\x00"):
        text = (unit * (length // len(unit) + 1))[:length] + ending
        given = text.encode() if isinstance(pattern.pattern, bytes) else text
        began = time.process_time()
        for _ in pattern.finditer(given):
            pass
        spent += time.process_time() - began
    return spent


def explodes(pattern: re.Pattern[str], unit: str) -> bool:
    """Whether the time grows with the square of the length, or worse. The best of three counts, for a busy machine."""
    for _ in range(3):
        long = seconds(pattern, unit, LONG)
        if long < LEAST or (long < MOST and long < GROWTH * seconds(pattern, unit, SHORT)):
            return False
    return True


@pytest.mark.parametrize("bad", [r"\s+x", r"(?:a+)+b"])
def test_the_test_sees_an_explosion(bad):
    pattern = re.compile(bad)
    if bad.startswith(r"\s"):
        assert explodes(pattern, " ")
    else:
        # The whole length would take for ever.
        assert seconds(pattern, "a", 24) > 20 * seconds(pattern, "a", 16)


def test_no_pattern_explodes():
    every = patterns()
    assert len(every) > 100
    exploding = {
        f"{label} on {unit!r}" for label, pattern in every for unit in UNITS if explodes(pattern, unit)
    }
    assert not exploding

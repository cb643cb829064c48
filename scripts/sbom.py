"""Writes what Détente is made of as a CycloneDX 1.6 bill of materials (JSON): itself and all that is installed for it.

Usage: python scripts/sbom.py [--extra charts ...] > sbom.json

Run it in the environment that is shipped. Two runs in one environment give the same bytes: it carries no time and no serial.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from packaging.requirements import Requirement

ROOT = "detente"


def closure(extras: set[str]) -> dict[str, tuple[Distribution, set[str]]]:
    """Every distribution that is needed, by normalised name, with the names of those that it needs itself."""
    found: dict[str, tuple[Distribution, set[str]]] = {}
    waiting: list[tuple[str, frozenset[str]]] = [(ROOT, frozenset(extras))]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, asked = waiting.pop()
        if (name, asked) in seen:
            continue
        seen.add((name, asked))
        try:
            package = distribution(name)
        except PackageNotFoundError:
            print(f"{name} is needed and not installed", file=sys.stderr)
            continue
        _, needs = found.setdefault(name, (package, set()))
        for line in package.requires or ():
            one = Requirement(line)
            if one.marker is None or any(one.marker.evaluate({"extra": e}) for e in ("", *asked)):
                needs.add(normal(one.name))
                waiting.append((normal(one.name), frozenset(one.extras)))
    return found


def normal(name: str) -> str:
    """A name as the index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def address(package: Distribution) -> str:
    """The package's URL (purl)."""
    return f"pkg:pypi/{normal(package.metadata['Name'])}@{package.version}"


def component(package: Distribution) -> dict[str, Any]:
    """One entry, with its licence where the package names one."""
    said = package.metadata.get("License-Expression") or package.metadata.get("License") or ""
    entry = {
        "type": "library", "bom-ref": address(package), "name": package.metadata["Name"],
        "version": package.version, "purl": address(package),
    }  # fmt: skip
    # Some put the whole text of their licence there.
    return entry | ({"licenses": [{"license": {"name": said}}]} if said and len(said) < 80 else {})


def bill(extras: set[str]) -> dict[str, Any]:
    """The whole bill."""
    found = closure(extras)
    order = sorted(found)
    return {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "metadata": {"component": component(found[ROOT][0]) | {"type": "application"}},
        "components": [component(found[name][0]) for name in order if name != ROOT],
        "dependencies": [
            {
                "ref": address(found[name][0]),
                "dependsOn": sorted(address(found[need][0]) for need in found[name][1] if need in found),
            }
            for name in order
        ],
    }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--extra", action="append", default=[], help="an extra of Détente that is shipped too"
    )
    print(json.dumps(bill(set(parser.parse_args().extra)), indent=2, sort_keys=True))

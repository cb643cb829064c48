"""Pages in a real browser: opened, and walked over in every look, with what axe finds."""

import shutil
import warnings
from functools import cache
from itertools import product

import pytest

CHROMIUM = next(
    (path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None
)
in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium; `apt-get install chromium`"),
]
LOOKS = list(product((360, 1440), (True, False)))
"""Widths, a phone's and a desk's, with and without JavaScript; each page is looked at in light and in dark."""
AXE = {(1440, False), (1440, True), (360, False)}
"""Widths and darkness in which axe looks too."""
FAULTS = "axe.run({resultTypes: ['violations']}).then(all => all.violations.map(one => [one.id, one.nodes[0].html]))"


def opened(chromium, *, width=1440, dark=False, javascript=True):
    """A page and what its console said."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if dark else "light",
        java_script_enabled=javascript,
    )
    context.set_default_timeout(60_000)
    page, said = context.new_page(), []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


def walked(chromium, address, paths, look, *, missing=()):
    """Goes to each of these pages (by name) in a look, unfolds what can be unfolded, and gives what is wrong with any.

    A page has one headline and is no wider than its window, folded and unfolded, in light and in dark; the console says nothing;
    axe finds nothing. `missing` names the pages that are none (404).
    """
    width, javascript = look
    page, said = opened(chromium, width=width, javascript=javascript)
    faults = []
    for name, path in paths.items():
        answer = page.goto(address + path)
        if answer.status != (404 if name in missing else 200):
            faults.append(f"{name}: {answer.status}")
        if page.locator("main h1").count() != 1:
            faults.append(f"{name}: no headline, or several")
        faults += _too_wide(page, name, width)
        page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")
        for dark in (False, True):
            page.emulate_media(color_scheme="dark" if dark else "light")
            faults += _too_wide(page, f"{name}, unfolded", width)
            if javascript and (width, dark) in AXE:
                faults += [f"{name}, {'dark' if dark else 'light'}: {fault}" for fault in _found_by_axe(page)]
    page.context.close()
    return faults + [words for words in said if not (missing and "404" in words)]


def _too_wide(page, name, width):
    shown = page.evaluate("document.documentElement.scrollWidth")
    return [f"{name}: {shown} pixels wide in a window of {width}"] if shown > width else []


def _found_by_axe(page):
    page.evaluate(_axe())
    return [f"{rule}: {html[:200]}" for rule, html in page.evaluate(FAULTS)]


@cache
def _axe():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("axe_playwright_python.sync_playwright").Axe().axe_script

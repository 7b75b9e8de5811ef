"""Accessibility, as axe-core judges it."""

import importlib.util
from pathlib import Path

SCRIPT = Path(importlib.util.find_spec("axe_playwright_python").origin).parent / "axe.min.js"
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"], preload: false})).violations.flatMap(
  ({id, nodes}) => nodes.map(({html, target}) => [id, target.join(" "), html.slice(0, 200)]))"""


def violations(page, allowed=()):
    """(rule, where, HTML) for each breach on the page but those allowed: pairs of a rule and a part of the place."""
    page.add_script_tag(path=SCRIPT)
    found = page.evaluate(RUN)
    return [each for each in found if not any(each[0] == rule and part in each[1] for rule, part in allowed)]

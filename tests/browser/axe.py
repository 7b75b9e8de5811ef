"""Accessibility: as axe-core judges it, and what it leaves out: the ring around a control that has the focus."""

import importlib.util
from pathlib import Path

SCRIPT = Path(importlib.util.find_spec("axe_playwright_python").origin).parent / "axe.min.js"
RUN = """async ({include, ...options}) => (await axe.run({include}, options)).violations.flatMap(({id, nodes}) =>
  nodes.map(({html, target}) => [id, target.join(" "), html.slice(0, 200)]))"""
BACKGROUND = """(element) => {
  for (; element; element = element.parentElement) {
    const colour = getComputedStyle(element).backgroundColor;
    if (!/, 0\\)|transparent/.test(colour)) return colour;
  }
  return "rgb(255, 255, 255)";
}"""
RINGS = f"""(root) => {{
  const background = {BACKGROUND};
  const ofOurs = (control) => control.checkVisibility() && control.closest(".jp-OutputArea-output");
  const controls = [...root.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(ofOurs);
  return controls.map((control) => {{
    control.focus();
    const {{outlineStyle, outlineWidth, outlineColor}} = getComputedStyle(control);
    const html = control.outerHTML.slice(0, 200), around = background(control.parentElement);
    return [html, outlineStyle, parseFloat(outlineWidth), outlineColor, around];
  }});
}}"""


def violations(page, allowed=(), include="html", **options):
    """(rule, where, HTML) for each breach within the selector `include`, but for those allowed: pairs of a rule and a
    part of the place. Other options go to axe.run."""
    page.add_script_tag(path=SCRIPT)
    found = page.evaluate(RUN, {"include": include, "resultTypes": ["violations"], "preload": False} | options)
    return [each for each in found if not any(each[0] == rule and part in each[1] for rule, part in allowed)]


def focus_rings(root):
    """[HTML, style, width, colour, background] of the outline of each control in a cell's output that the keyboard
    gets to."""
    root.page.keyboard.press("Shift")  # what gets the focus after a key shows it
    return root.evaluate(RINGS)


def can_be_seen(ring):
    """Two pixels and a contrast of 3, or the browser's own ring, which has two colours."""
    _, style, width, colour, background = ring
    return style == "auto" or (style == "solid" and width >= 2 and contrast(colour, background) >= 3)


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    channels = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)

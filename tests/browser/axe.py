"""Accessibility: as axe-core judges it, and what it leaves out in JupyterLab: contrast, and the ring of the focus."""

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

WORDS = f"""(root) => {{
  const background = {BACKGROUND};
  const texts = document.evaluate(".//text()[normalize-space()]", root, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE);
  const all = Array.from({{length: texts.snapshotLength}}, (_, k) => texts.snapshotItem(k));
  const ofOurs = (e) => e.checkVisibility({{visibilityProperty: true}}) && e.closest(".jp-OutputArea-output");
  const read = all.filter(({{parentElement: e}}) => ofOurs(e) && !e.closest("svg, style"));
  return read.map(({{data, parentElement: e}}) => [data, getComputedStyle(e).color, background(e)]);
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


def faint_words(root):
    """([words, colour, background] of each text in a cell's output with a contrast under 4.5, number of all texts)."""
    words = root.evaluate(WORDS)
    return [each for each in words if contrast(each[1], each[2]) < 4.5], len(words)


def numbers(colour):
    """Red, green and blue, 0 to 255, and alpha."""
    return [float(part) for part in colour[colour.index("(") + 1 : -1].split(",")]


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    channels = [part / 255 for part in numbers(colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def mixed(colour, background):
    """A colour that lets something through, on an opaque background."""
    *channels, alpha = [*numbers(colour), 1][:4]
    mixture = [alpha * c + (1 - alpha) * b for c, b in zip(channels, numbers(background)[:3], strict=True)]
    return f"rgb({', '.join(map(str, mixture))})"


def contrast(colour, background):
    low, high = sorted((luminance(mixed(colour, background)), luminance(background)))
    return (high + 0.05) / (low + 0.05)

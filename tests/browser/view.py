"""One view of an explorable in a page: moves its controls as a reader does, and reads what is shown."""

from functools import partial
from urllib.parse import parse_qsl

OBSERVE_SHIFTS = """
const shifts = [];
const place = ({x, y, width, height}) => [x, y, width, height].map(Math.round);
const source = ({node, previousRect, currentRect}) =>
  [(node?.parentElement ?? node)?.outerHTML.slice(0, 120), place(previousRect), place(currentRect)];
const note = (entries) => shifts.push(...entries.map(({value, sources}) => [value, sources.map(source)]));
const observer = new PerformanceObserver((list) => note(list.getEntries()));
observer.observe({type: "layout-shift", buffered: true});
window.takeShifts = () => {
  note(observer.takeRecords());
  return shifts.splice(0);
};
"""

STARTED = """() => Promise.all([...document.querySelectorAll(".course-part")].map((place) => place.started))"""
AFTER_PAINT = """() => new Promise(
  (done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"""

# The fragments without the definitions that a reply brings along, and references without a target in their own picture.
READ = """(root) => {
  const svg = root.querySelector("svg");
  const missing = [];
  for (const node of svg.querySelectorAll("*")) for (const {name, value} of node.attributes)
    for (const [, id] of value.matchAll(name === "href" ? /^#(.+)$/g : /url\\(#([^)]+)\\)/g))
      if (!svg.querySelector("#" + CSS.escape(id))) missing.push(id);
  const fragment = (group) => [...group.children].filter((child) => child.tagName !== "defs")
    .map((child) => child.outerHTML).join("");
  return {
    layers: [...svg.querySelectorAll("[data-layer]")].map(fragment),
    drawn: [...svg.querySelectorAll("[data-layer]")].some((group) => group.getBBox().width > 0),
    missing,
    readout: root.querySelector(".explorable-readout").lastChild.textContent,
    live: root.querySelector(".explorable-live").textContent,
  };
}"""
# What the browser makes of Python's SVG, with this view's ids.
PARSE = """(root, fragments) => {
  const prefix = root.querySelector("[aria-live]").id.replace("readout", "");
  return fragments.map((fragment) => {
    const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
    group.innerHTML = fragment.replaceAll("@@", prefix);
    return group.innerHTML;
  });
}"""
# Where everything stands: the cells of the notebook, and each part of the widget.
BOXES = """(root) => [
  ...document.querySelectorAll(".jp-Notebook .jp-Cell, .after"),
  ...root.querySelectorAll(":not(.explorable-live):not(svg *):not(output):not(.explorable-readout > span:last-child)"),
].map((element) => {
  const {x, y, width, height} = element.getBoundingClientRect();
  return [element.className, x, y, width, height];
})"""


class View:
    """root: a locator of one `.explorable`."""

    def __init__(self, root):
        self.root = root
        self.page = root.page

    @property
    def ranges(self):
        return self.root.locator("input[type=range]")

    @property
    def shown(self):
        """Layers in the order of the picture, readout and live text, as they are now."""
        return self.root.evaluate(READ)

    @property
    def readout(self):
        return self.shown["readout"]

    @property
    def hold(self):
        """The box of the first axes in which a hand moves something."""
        return self.root.locator(".explorable-hold").first.bounding_box()

    @property
    def boxes(self):
        return self.root.evaluate(BOXES)

    def range(self, label):
        return self.root.get_by_role("slider", name=label, exact=True)

    def radio(self, group, label):
        return self.root.get_by_role("radiogroup", name=group, exact=True).get_by_role("radio", name=label, exact=True)

    def button(self, name):
        return self.root.get_by_role("button", name=name)

    def press(self, label, key):
        self.range(label).press(key)

    def drag(self, label, start, end, steps=8):
        """Press the mouse at one place of a slider, 0 to 1 from left to right, and let go at another."""
        box = self.range(label).bounding_box()
        height = box["y"] + box["height"] / 2
        self.page.mouse.move(box["x"] + start * box["width"], height)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + end * box["width"], height, steps=steps)
        self.page.mouse.up()

    def at_rest(self):
        """Wait until the live region has been told the readout."""
        self.page.wait_for_function(
            "(root) => root.querySelector('.explorable-live').textContent"
            " === root.querySelector('.explorable-readout').lastChild.textContent",
            arg=self.root.element_handle(),
            timeout=3000,
        )

    def wait_for_readout(self, text, timeout=5000):
        self.page.wait_for_function(
            "([root, text]) => root.querySelector('.explorable-readout').lastChild.textContent === text",
            arg=[self.root.element_handle(), text],
            timeout=timeout,
        )

    def assert_shows(self, drawn):
        """The picture and the readout are what Python draws and says: `drawn` comes from `draw`."""
        shown = self.shown
        assert shown["readout"] == drawn["readout"]
        assert shown["layers"] == self.root.evaluate(PARSE, drawn["layers"])
        assert len(shown["layers"]) > 0 and shown["drawn"]
        assert shown["missing"] == [], "the picture refers to definitions that it does not have"


def swipe(view, start, end, steps=8):
    """Put a finger on the first axes, at shares of their width and height, move it, and take it away."""
    place, cdp = view.hold, view.page.context.new_cdp_session(view.page)
    for k in range(steps + 1):
        share = [a + (b - a) * k / max(steps, 1) for a, b in zip(start, end, strict=True)]
        point = {"x": place["x"] + share[0] * place["width"], "y": place["y"] + share[1] * place["height"]}
        kind = "touchMove" if k else "touchStart"
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        view.page.wait_for_timeout(16)
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    view.page.evaluate(AFTER_PAINT)


def touch(view, x, y):
    swipe(view, (x, y), (x, y), steps=0)


# What Python says -----------------------------------------------------------------------------------------------------


def draw(explorable, state):
    """What Python draws and says for a state, afresh: layers under the background first, as in the picture."""
    readout, frames = explorable.frames(state)
    under = [explorable._is_under(names) for names in explorable.layers]
    order = sorted(range(len(frames)), key=lambda k: not under[k])
    return {"readout": readout, "layers": [frames[k].partition("</defs>")[2] for k in order]}


def describe(explorable, baked=False):
    """What the player must offer: each control's kind, label, values with their words, and the first value."""
    return [
        {"name": control.name, "kind": control.kind, "label": control.label, "baked": list(control.baked)}
        | {"values": list(control.baked if baked else control.values), "start": control.start}
        | {"texts": [control.text(value) for value in (control.baked if baked else control.values)]}
        for control in explorable.controls
    ]


class InKernel:
    """An explorable that lives in a notebook's kernel, asked there."""

    def __init__(self, notebook, model_id):
        self.notebook = notebook
        self.name = f"__import__('ipywidgets').widgets.widget._instances[{model_id!r}]"
        self.controls = self.ask("browser.view", "describe", self.name)

    def ask(self, module, function, arguments):
        return self.notebook.ask(f"__import__('importlib').import_module({module!r}).{function}({arguments})")

    @property
    def state(self):
        return self.notebook.ask(f"{self.name}.state")

    def draw(self, state):
        return self.ask("browser.view", "draw", f"{self.name}, {state!r}")


class InPython:
    """An explorable of this process, for pages that have no kernel and so only its baked grid."""

    def __init__(self, explorable):
        self.explorable = explorable
        self.controls = describe(explorable, baked=True)

    def draw(self, state):
        return draw(self.explorable, state)


def cells_of(notebook, still):
    """The numbers of the cells that show a part of a page whose still begins so."""
    begin = f'<div class="course-still">{still}'
    return [
        k
        for k, outputs in enumerate(notebook.outputs)
        if any(begin in output.get("data", {}).get("text/html", "") for output in outputs)
    ]


def explorables_of(notebook, in_python):
    """(cell number, explorable) for each cell whose output is one; `in_python` are those of the notebook, in order."""
    cells = cells_of(notebook, "<img")
    assert len(cells) == len(in_python)
    return [(k, InPython(explorable)) for k, explorable in zip(cells, in_python, strict=True)]


# Every control to both ends ------------------------------------------------------------------------------------------


def moves(view, control):
    """(move, position on the grid afterwards): each end and one step from it, by keyboard, then each end by mouse."""
    label, last = control["label"], len(control["values"]) - 1
    if control["kind"] == "choice":
        return _radio_moves(view, control)
    return [
        *((partial(view.press, label, key), k) for key, k in _keys(last)),
        (partial(view.drag, label, 0.9, -0.1), 0),
        (partial(view.drag, label, 0.1, 1.1), last),
    ]


def ends(view, control):
    """The same for both ends alone, by keyboard."""
    last = len(control["values"]) - 1
    if control["kind"] == "choice":
        return _radio_moves(view, control)[-2:]
    return [(partial(view.press, control["label"], key), k) for key, k in (("Home", 0), ("End", last))]


def _keys(last):
    return [("Home", 0), ("ArrowRight", 1), ("ArrowUp", min(2, last)), ("End", last), ("ArrowLeft", last - 1)]


def _radio_moves(view, control):
    label, texts = control["label"], control["texts"]
    last = len(texts) - 1
    by_mouse = [(view.radio(label, text).click, k) for k, text in enumerate(texts)]
    by_keyboard = [
        (partial(view.radio(label, texts[last]).press, "ArrowLeft"), last - 1),
        (partial(view.radio(label, texts[last - 1]).press, "ArrowRight"), last),
    ]
    return by_mouse + by_keyboard


def drive(view, explorable, moves=moves):
    """Move every control to both ends; yield the state that each move must lead to."""
    state = {control["name"]: control["start"] for control in explorable.controls}
    for control in explorable.controls:
        for move, k in moves(view, control):
            move()
            state[control["name"]] = control["values"][k]
            assert_says(view, control, k)
            yield dict(state)


def assert_says(view, control, k):
    """The control itself shows the value: to the eye, and to a screen reader."""
    if control["kind"] == "choice":
        assert view.radio(control["label"], control["texts"][k]).is_checked()
        return
    slider = view.range(control["label"])
    assert slider.get_attribute("aria-valuetext") == control["texts"][k]
    assert slider.locator("xpath=../output").inner_text() == control["texts"][k]


def is_baked(explorable, state):
    return all(state[control["name"]] in control["baked"] for control in explorable.controls)


def pair_differs(boxes):
    """By more than a tenth of a pixel, which nobody sees."""
    return any(abs(a - b) > 0.1 for a, b in zip(boxes[0][1:], boxes[1][1:], strict=True))


def settled_boxes(view):
    """The boxes, once JupyterLab has drawn the cells that have just come near the window."""
    for _ in range(30):
        boxes = view.boxes
        view.page.wait_for_timeout(150)
        view.page.evaluate(AFTER_PAINT)
        if view.boxes == boxes:
            return boxes
    raise AssertionError("the page does not come to rest")


def drive_and_compare(view, explorable, moves=moves):
    """Drive an explorable; after each move picture and readout are Python's, and nothing around them has moved."""
    boxes, count = settled_boxes(view), 0
    view.page.evaluate("takeShifts()")
    for state in drive(view, explorable, moves):
        drawn = explorable.draw(state)
        if not is_baked(explorable, state):
            view.wait_for_readout(drawn["readout"])
        view.assert_shows(drawn)
        moved = [pair for pair in zip(boxes, view.boxes, strict=True) if pair_differs(pair)]
        assert not moved, moved[:3]
        count += 1
    assert count >= 2 * len(explorable.controls)
    view.page.evaluate(AFTER_PAINT)
    assert view.page.evaluate("takeShifts()") == []
    view.at_rest()


def moves_at_all(root):
    """Whether what an explorable says follows its first slider; `drive_and_compare` looks closer, and takes longer."""
    root.scroll_into_view_if_needed()
    view = View(root)
    said = []
    for key in ("Home", "End"):
        view.ranges.first.press(key)
        said.append(view.readout)
    return said[0] != said[1]


# Links to a state -----------------------------------------------------------------------------------------------------

STATE_LINKS = 'a[href^="#explore_"]'


def place_of(control, text):
    """The position on the control's grid that a link's value means."""
    texts = [str(value) for value in control["values"]]
    if text in texts:
        return texts.index(text)
    return min(range(len(texts)), key=lambda k: abs(control["values"][k] - float(text)))


def linked(href, views):
    """The view that a link below `views` means, and (control, text) of the state: the last with that name and controls.

    views: (view, explorable) in the order of the page.
    """
    name, _, query = href.removeprefix("#").partition(":")
    state = dict(parse_qsl(query))
    fitting = [
        (view, [(control, state[control["name"]]) for control in made.controls if control["name"] in state])
        for view, made in views
        if made.explorable.name == name and state.keys() <= made.explorable.state.keys()
    ]
    assert fitting, href
    return fitting[-1]


def assert_leads(link, views):
    """The link brings the picture that it means to the state, and into the window."""
    view, wanted = linked(link.get_attribute("href"), views)
    link.evaluate("(link) => link.click()")
    for control, text in wanted:
        assert_says(view, control, place_of(control, text))
    assert view.root.bounding_box()["y"] > -5


# Formulas -------------------------------------------------------------------------------------------------------------

# How many formulas have punctuation after or a bracket before them, and the words around those that a new line parts.
PARTED = r"""(root) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const beside = (formula, step) => {
    walker.currentNode = formula;
    while (walker[step]() && formula.contains(walker.currentNode));
    return walker.currentNode;
  };
  const left = (text, k) => {
    const range = document.createRange();
    range.setStart(text, k);
    range.setEnd(text, k + 1);
    return range.getBoundingClientRect().left;
  };
  const found = [];
  for (const formula of (root ?? document).querySelectorAll("mjx-container:not([display])")) {
    const box = formula.getBoundingClientRect();
    if (box.width === 0) continue;
    const before = beside(formula, "previousNode"), after = beside(formula, "nextNode");
    if (/[(]$/.test(before.data)) found.push([left(before, before.length - 1) > box.left + 1, before.data]);
    if (/^[),.;:?]/.test(after.data)) found.push([left(after, 0) < box.right - 5, formula.textContent + after.data]);
  }
  return [found.length, found.filter(([parted]) => parted)];
}"""


# Room -----------------------------------------------------------------------------------------------------------------

# The height in pixels of every letter, by the size of its font: of texts, and of glyphs drawn as paths, whose
# definitions matplotlib scales so, for an em of 100 units.
LETTERS = """(root) => {
  const svg = root.querySelector("svg");
  const scale = (element) => Math.hypot(element.getScreenCTM().c, element.getScreenCTM().d);
  const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim());
  const target = (use) => svg.querySelector(`[id="${use.getAttribute("href").slice(1)}"]`);
  const glyphs = [...svg.querySelectorAll("use")].filter(
    (use) => target(use).getAttribute("transform") === "scale(0.015625)");
  return [texts.map((text) => parseFloat(getComputedStyle(text).fontSize) * scale(text)),
    glyphs.map((glyph) => 100 * scale(glyph))];
}"""
FITS = """(root) => {
  const edge = root.getBoundingClientRect(), output = root.closest(".jp-OutputArea-output") ?? document.documentElement;
  const parts = [...root.querySelectorAll(":not(.explorable-live, svg *, .explorable-values *)")]; // a table scrolls
  return root.scrollWidth <= root.clientWidth && output.scrollWidth <= output.clientWidth && parts.every((element) => {
    const {left, right} = element.getBoundingClientRect();
    return !element.getClientRects().length || (left >= edge.left - 0.5 && right <= edge.right + 0.5);
  });
}"""


def assert_fits(view):
    """Nothing of the widget is cut off or has to be scrolled to, sideways."""
    assert view.root.evaluate(FITS)
    assert view.root.locator("svg").bounding_box()["width"] > 150

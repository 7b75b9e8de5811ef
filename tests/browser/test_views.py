"""What an explorable does in JupyterLab, on small figures: views, clipping, links, the kernel's frames, themes."""

import io
import time

import matplotlib.image
import pytest

from browser.axe import BACKGROUND, can_be_seen, contrast, focus_rings, luminance
from browser.view import AFTER_PAINT, READ, InKernel, View, assert_fits, cells_of, drive_and_compare
from tools.lab import write_notebook

CELLS = {
    "import": "import ipywidgets as w\nfrom browser import figures",
    "point": "point = figures.point()\npoint.widget()",
    "again": "point.widget()",
    "left": "left = figures.clipped()\nleft",
    "right": "figures.clipped()",
    "twice": "right = figures.clipped()\nright",
    "tinted": "figures.tinted()",
    "linked": "linked = figures.point()\nslider = w.FloatSlider(max=1, step=0.01)\n"
    "link = w.jslink((slider, 'value'), (linked, 'x'))\nw.VBox([slider, linked])",
    "slow": "slow = figures.slow()\nslow.widget()",
    "boxes": "w.VBox([w.HBox([figures.playing(), figures.playing()]), figures.point()])",
    "stopped": "figures.playing(20)",
    "playing": "playing = figures.playing(20)\nplaying.widget()",
    "shared": "shared = figures.playing(20)\nshared",
    "once more": "shared",
}
NUMBER = {name: k for k, name in enumerate(CELLS)}


@pytest.fixture(scope="module")
def notebook(folder, run_notebook):
    write_notebook(folder / "figures.ipynb", list(CELLS.values()))
    with run_notebook("figures.ipynb") as notebook:
        yield notebook


@pytest.fixture
def views(notebook):
    """The views in a cell's output, brought to the top of the window."""

    def views(name):
        notebook.to_cell(NUMBER[name])
        roots = notebook.cell(NUMBER[name]).locator(".explorable")
        roots.first.wait_for()
        return [View(root) for root in roots.all()]

    return views


@pytest.fixture
def view(views):
    return lambda name: views(name)[0]


def in_kernel(notebook, name):
    return InKernel(notebook, notebook.ask(f"{name}.model_id"))


def run_python(notebook, code):
    notebook.ask(f"exec({code!r})")


def test_every_cell_ran(notebook):
    errors = [output for outputs in notebook.outputs for output in outputs if output["output_type"] == "error"]
    assert errors == []
    assert len(cells_of(notebook, "<img")) > 3


@pytest.mark.parametrize("name", ["point", "slow"])
def test_both_ends_by_keyboard_and_mouse(notebook, view, name):
    drive_and_compare(view(name), in_kernel(notebook, name))
    assert notebook.active_cell == NUMBER[name]


def test_letters_meant_for_a_control_do_not_edit_the_notebook(notebook, view):
    count = len(notebook.sources)
    for key in "abxm0":
        view("point").press("place x", key)
    assert notebook.active_cell == NUMBER["point"]
    assert notebook.sources == list(CELLS.values()) and len(notebook.sources) == count


# Views


def test_two_views_of_one_explorable_agree(view):
    first, second = view("point"), view("again")
    first.press("place x", "End")
    assert second.readout == first.readout
    assert first.readout.endswith("stands at 1.")
    second.press("place x", "Home")
    assert first.readout == second.readout and first.readout.endswith("stands at 0.")
    assert first.range("place x").input_value() == "0"


def test_a_change_from_python_is_seen_in_every_view(notebook, view):
    views = [view("point"), view("again")]
    run_python(notebook, "point.x, point.shape = 0.75, 'square'")
    drawn = in_kernel(notebook, "point").draw({"x": 0.75, "shape": "square"})
    for each in views:
        each.wait_for_readout("The point is square and stands at 0.75.")
        each.assert_shows(drawn)
        assert each.range("place x").get_attribute("aria-valuetext") == "0.75"
        assert each.radio("its shape", "square").is_checked()


def corner(view):
    """The colour of the card close to its lower right corner, outside the axes."""
    picture = matplotlib.image.imread(io.BytesIO(view.root.locator("svg").screenshot()))
    return picture[-4, -4, :3].tolist(), picture[picture.shape[0] // 2, picture.shape[1] // 2, :3].tolist()


@pytest.mark.parametrize("name", ["right", "twice"])
def test_clipping_survives_when_the_first_picture_is_hidden(notebook, view, name):
    white, black = [1, 1, 1], [0, 0, 0]
    assert corner(view(name)) == (white, black)
    output = notebook.cell(NUMBER["left"]).locator(".jp-Cell-outputWrapper")
    output.evaluate("(element) => (element.style.display = 'none')")
    try:
        assert corner(view(name)) == (white, black)
    finally:
        output.evaluate("(element) => (element.style.display = '')")


def test_a_low_layer_lies_on_the_colour_of_its_axes(view):
    assert corner(view("tinted")) == ([1, 1, 1], [0, 0, 0])


# Other widgets


def test_a_linked_slider_moves_it_off_the_grid_to_the_nearest_value(notebook, view):
    linked = view("linked")
    handle = notebook.cell(NUMBER["linked"]).locator(".noUi-handle")
    handle.press("End")
    linked.wait_for_readout("The point is round and stands at 1.")
    for _ in range(14):
        handle.press("ArrowLeft")
    linked.wait_for_readout("The point is round and stands at 0.75.")  # 0.86 is nearer to it than to 1
    linked.assert_shows(in_kernel(notebook, "linked").draw({"x": 0.75, "shape": "round"}))
    assert in_kernel(notebook, "linked").state["x"] == 0.75


def test_it_composes_in_boxes(views):
    left, right, below = views("boxes")
    boxes = [each.root.bounding_box() for each in (left, right, below)]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    assert boxes[1]["y"] == boxes[0]["y"] and boxes[2]["y"] >= boxes[0]["y"] + boxes[0]["height"]
    for each in (left, right):
        each.press("epoch", "End")
        assert each.readout == "This is epoch 10."
        assert each.root.locator(".explorable-card").bounding_box()["width"] > 150
    below.press("place x", "End")
    assert below.readout == "The point is round and stands at 1."


FOCUSED = "() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels[0].innerText"


def test_tab_goes_through_the_controls_in_their_order(views):
    first = views("boxes")[0]
    first.button("Play").focus()
    names = [first.page.evaluate(FOCUSED)]
    for _ in range(5):
        first.page.keyboard.press("Tab")
        names.append(first.page.evaluate(FOCUSED))
    assert names == ["Play: epoch", "epoch", "Play: epoch", "epoch", "place x", "round"]


# Frames from the kernel

NOTE_READOUTS = """(root) => {
  window.seen = [];
  const words = root.querySelector(".explorable-readout").lastChild;
  new MutationObserver(() => seen.push(words.textContent)).observe(words, {childList: true, characterData: true});
}"""


# Faster than any answer: to 0.01, which is asked for at once, and to 0.02 before the answer can be there.
TWO_STEPS = """(root) => {
  const input = root.querySelector("input[type=range]");
  for (const step of [1, 2]) {
    input.value = step;
    input.dispatchEvent(new Event("input"));
  }
}"""


def test_what_is_not_baked_is_asked_for_and_a_stale_answer_is_dropped(notebook, view):
    slow = view("slow")
    slow.press("width", "Home")
    slow.root.evaluate(NOTE_READOUTS)
    before = slow.shown
    waiting = slow.root.evaluate(f"(root) => {{ ({TWO_STEPS})(root); return ({READ})(root); }}")
    assert waiting["readout"] == "computing…"
    assert waiting["layers"] == before["layers"], "until the answer comes, the nearest baked frame stays"
    slow.wait_for_readout("The bar is 0.02 wide.")
    slow.assert_shows(in_kernel(notebook, "slow").draw({"x": 0.02}))
    slow.page.wait_for_timeout(500)
    assert slow.readout == "The bar is 0.02 wide."
    assert set(slow.page.evaluate("seen")) <= {"computing…", "The bar is 0.02 wide."}


BE_BUSY = """() => void jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestExecute(
  {code: "import time; time.sleep(8)"})"""


def test_whoever_waits_for_the_kernel_is_told_why(notebook, view):
    slow = view("slow")
    slow.press("width", "Home")
    notebook.page.evaluate(BE_BUSY)
    slow.press("width", "ArrowRight")
    assert slow.readout == "computing…"
    slow.wait_for_readout("Still computing: the kernel is busy or gone.", timeout=7000)
    assert slow.shown["live"] == slow.readout
    slow.wait_for_readout("The bar is 0.01 wide.", timeout=7000)
    slow.at_rest()


def test_the_kernel_draws_in_the_thread_of_its_cells(notebook, view):
    slow = view("slow")
    slow.press("width", "Home")
    run_python(notebook, "figures.drawn_in.clear()")
    for k in range(1, 5):  # JupyterLab's own thread for widgets comes with the first change
        slow.press("width", "ArrowRight")
        slow.wait_for_readout(f"The bar is 0.0{k} wide.")
    assert notebook.ask("list(figures.drawn_in)") == ["MainThread"]


def test_the_live_region_is_told_once_after_a_rest(view):
    point = view("point")
    point.press("place x", "Home")
    point.at_rest()
    said = point.shown["live"]
    for _ in range(3):
        point.press("place x", "ArrowRight")
    assert point.shown["live"] == said != point.readout
    point.at_rest()
    assert point.shown["live"] == point.readout


def test_a_fast_drag_leaves_nothing_queued(notebook, view):
    slow = view("slow")
    slow.press("width", "Home")
    run_python(notebook, "figures.calls.clear()")
    slow.drag("width", 0.02, 0.885, steps=60)
    released = time.time()
    value = text_of_width(slow)
    slow.wait_for_readout(f"The bar is {value} wide.")
    slow.page.wait_for_timeout(700)
    calls = notebook.ask("figures.calls")
    late = [x for x, drawn in calls if drawn > released]
    assert len(calls) > 0 and calls[-1][0] == float(value)
    assert len(late) <= 4, "each answer takes 150 ms: sixty moves must not wait for sixty answers"


def text_of_width(view):
    return view.range("width").get_attribute("aria-valuetext")


# Playing


def test_a_closed_view_stops_playing(notebook, view):
    playing = view("playing")
    playing.button("Play").click()
    playing.page.wait_for_function("() => document.querySelectorAll('.explorable button').length > 0")
    playing.button("Pause").wait_for()
    playing.page.evaluate("() => jupyterapp.commands.execute('notebook:clear-cell-output')")
    assert playing.root.count() == 0
    playing.page.wait_for_timeout(300)
    epoch = notebook.ask("playing.epoch")
    playing.page.wait_for_timeout(4500)  # two steps' time
    assert notebook.ask("playing.epoch") == epoch < 10


def test_it_plays_while_tab_passes_by_and_stops_where_the_slider_is_moved(notebook, view):
    playing = view("stopped")
    playing.button("Play").press("Enter")
    playing.button("Pause").press("Tab")
    playing.range("epoch").press("Tab")
    playing.button("Pause").wait_for()
    playing.press("epoch", "ArrowRight")
    playing.button("Play").wait_for(timeout=1500)  # shorter than a step


# Themes

COLOURS = f"""(root) => {{
  const background = {BACKGROUND};
  return [...root.querySelectorAll("label, output, button, .explorable-control > span, .explorable-readout > span")]
    .map((element) => [element.textContent, getComputedStyle(element).color, background(element)]);
}}"""


@pytest.fixture(params=["JupyterLab Light", "JupyterLab Dark"])
def theme(request, notebook):
    notebook.change_theme(request.param)
    notebook.page.evaluate(AFTER_PAINT)
    yield request.param
    notebook.change_theme("JupyterLab Light")


def test_words_and_focus_can_be_seen_in_both_themes(theme, views):
    for name in ("point", "boxes"):
        for each in views(name):
            colours = each.root.evaluate(COLOURS)
            assert len(colours) > 3
            for words, colour, background in colours:
                assert contrast(colour, background) >= 4.5, (theme, words, colour, background)
            assert luminance(background_of(each)) < 0.05 or theme == "JupyterLab Light"
            rings = focus_rings(each.root)
            assert len(rings) > 0
            assert [ring for ring in rings if not can_be_seen(ring)] == []


def test_the_card_stays_light_under_its_ink_where_colours_are_forced(notebook, view):
    notebook.page.emulate_media(forced_colors="active", color_scheme="dark")
    try:
        assert corner(view("right")) == ([1, 1, 1], [0, 0, 0])
    finally:
        notebook.page.emulate_media(forced_colors="none", color_scheme="light")


def background_of(view):
    return view.root.evaluate(COLOURS)[0][2]


# A narrow window


def test_nothing_is_cut_off_in_a_narrow_window(notebook, view):
    page = notebook.page
    page.evaluate("() => jupyterapp.shell.collapseLeft()")
    page.set_viewport_size({"width": 420, "height": 900})
    try:
        page.evaluate(AFTER_PAINT)
        for name in ("point", "slow", "left"):
            assert_fits(view(name))
    finally:
        page.set_viewport_size({"width": 1200, "height": 900})

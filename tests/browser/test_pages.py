"""Pages without a kernel and without the network: every explorable as a self-contained fragment of HTML."""

import contextlib
import math

import pytest
from playwright.sync_api import expect
from test_explore import CASES

from browser import figures
from browser.axe import violations
from browser.view import AFTER_PAINT, STARTED, InPython, View, assert_fits, drive_and_compare
from helpers.page import module, read

PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Explorables</title>{}</html>'
AFTER = '<p class="after">Words after it.</p>'


# Shows a view of a model that counts its listeners, and closes it.
LISTENERS = """async ([source, state]) => {
  const player = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
  const listeners = [];
  const model = {
    get: (name) => state[name],
    on: (event, callback) => listeners.push(callback),
    off: (event, callback) => listeners.splice(listeners.indexOf(callback), 1),
  };
  const close = player.default.render({model, el: document.createElement("div")});
  const open = listeners.length;
  close();
  return [open, listeners.length];
}"""


@pytest.fixture
def open_page(new_page, tmp_path):
    """Writes fragments into one page, opens it from the disk with the network off, and finds their views."""
    with contextlib.ExitStack() as stack:

        def open_page(*explorables, **options):
            path = tmp_path / "page.html"
            path.write_text(PAGE.format(AFTER.join(each.to_html() for each in explorables) + AFTER), encoding="utf-8")
            page = new_page(offline=True, **options)
            stack.callback(page.close)
            page.goto(path.as_uri())
            page.evaluate(STARTED)
            roots = page.locator(".explorable")
            assert roots.count() == len(explorables)
            return [View(root) for root in roots.all()]

        yield open_page


def test_two_fragments_on_a_page_do_not_meet(open_page):
    one, two = figures.point(), figures.point()
    first, second = open_page(one, two)
    still = second.shown
    drive_and_compare(first, InPython(one))
    assert second.shown == still
    drive_and_compare(second, InPython(two))


def test_ids_are_unique_on_a_page(open_page):
    first, _ = open_page(figures.clipped(), figures.clipped())
    ids = first.page.evaluate("() => [...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) > 4
    assert len(ids) == len(set(ids))


def test_words_are_shown_as_they_are(open_page):
    first, second = open_page(figures.awkward(), figures.point())
    first.range("<!-- <script> @@").press("End")
    assert first.root.locator("svg text").filter(has_text="@@").text_content() == '@@ &amp; <b>"1"'
    assert first.readout == "<!-- <script> @@ 1 </script>"
    assert first.root.get_by_role("img", name="<!-- <script> @@", exact=True).count() == 1
    assert second.shown["drawn"]


def test_it_plays_to_the_end_and_stops(open_page):
    (view,) = open_page(figures.playing(1))
    view.button("Play").click()
    view.button("Pause").wait_for()
    view.wait_for_readout("This is epoch 10.")
    view.button("Play").wait_for()
    view.button("Play").click()  # from the start again
    view.wait_for_readout("This is epoch 3.")


def test_it_pauses_and_goes_on(open_page):
    (view,) = open_page(figures.playing(2))
    view.button("Play").click()
    view.wait_for_readout("This is epoch 2.")
    view.button("Pause").click()
    paused = view.readout
    view.page.wait_for_timeout(600)
    assert view.readout == paused != "This is epoch 10."
    view.button("Play").click()
    view.wait_for_readout("This is epoch 10.")


def test_a_hand_on_the_slider_stops_playing(open_page):
    (view,) = open_page(figures.playing(2))
    view.button("Play").click()
    view.wait_for_readout("This is epoch 1.")
    view.press("epoch", "Home")
    view.page.wait_for_timeout(600)
    assert view.readout == "This is epoch 0."


def test_a_closed_view_leaves_no_listener(open_page):
    (view,) = open_page(figures.point())
    explorable = figures.point()
    state = {"_controls": explorable._controls, "_picture": explorable._picture, "_reply": {}, **explorable.state}
    assert view.page.evaluate(LISTENERS, [explorable._esm, state]) == [3, 0]


# What a listener of the page's own model hears: a change, not what is the same, and nothing more once it is off.
HEARS = """async (source) => {
  const {pageModel} = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
  const [model, heard, hear] = [pageModel({n: 1, m: 1}), [], () => heard.push(model.get("n"))];
  model.on("change:n", hear);
  for (const n of [2, 2, 3]) model.set("n", n);
  model.set("m", 4);
  model.off("change:n", hear);
  model.set("n", 5);
  return [heard, model.get("n"), model.get("m")];
}"""


def test_the_pages_model_tells_of_changes_alone(open_page):
    (view,) = open_page(figures.point())
    assert view.page.evaluate(HEARS, read("page.js") + "export { pageModel };") == [[2, 3], 5, 4]


def test_with_reduced_motion_it_steps(open_page):
    (view,) = open_page(figures.playing(), reduced_motion="reduce")
    assert view.button("Play").count() == 0
    view.button("Step").click()
    view.page.wait_for_timeout(300)
    assert view.readout == "This is epoch 1."
    view.press("epoch", "End")
    view.button("Step").click()
    assert view.readout == "This is epoch 0."
    view.page.emulate_media(reduced_motion="no-preference")
    view.button("Play").click()
    view.page.emulate_media(reduced_motion="reduce")
    expect(view.button("Step")).to_be_visible()
    at = view.readout
    view.page.wait_for_timeout(500)
    assert view.readout == at


AGAIN = """async (html) => {
  document.body.replaceChildren(document.createRange().createContextualFragment(html));
  while (!document.querySelector(".explorable")) await new Promise(requestAnimationFrame);
  return document.querySelectorAll("body *").length;
}"""


def test_views_that_are_thrown_away_are_not_kept_in_memory(open_page):
    (view,) = open_page(figures.point())
    cdp, html = view.page.context.new_cdp_session(view.page), figures.playing().to_html()
    cdp.send("Performance.enable")

    def kept():
        view.page.wait_for_timeout(600)  # until the last one has said its readout
        cdp.send("HeapProfiler.collectGarbage")
        return {each["name"]: each["value"] for each in cdp.send("Performance.getMetrics")["metrics"]}["Nodes"]

    size = view.page.evaluate(AGAIN, html)
    before = kept()
    for _ in range(10):
        view.page.evaluate(AGAIN, html)
    assert size > 10 and kept() - before < 5 * size


@pytest.mark.parametrize("width", [420, 320])
def test_four_controls_fit_a_narrow_window(open_page, width):
    explorable = figures.wordy()
    (view,) = open_page(explorable, viewport={"width": width, "height": 900})
    assert_fits(view)
    drive_and_compare(view, InPython(explorable))


def test_it_shrinks_with_the_window(open_page):
    (view,) = open_page(figures.wordy())
    assert view.root.locator("svg").bounding_box()["width"] > 680
    view.page.set_viewport_size({"width": 420, "height": 900})
    view.page.evaluate(AFTER_PAINT)
    assert_fits(view)


def test_print_shows_picture_and_readout_but_no_button(open_page):
    (view,) = open_page(figures.playing())
    view.page.emulate_media(media="print")
    assert view.root.locator("svg").is_visible()
    assert view.root.get_by_text("This is epoch 0.").first.is_visible()
    assert view.root.locator("button").is_hidden()


def test_names_and_roles_are_there_for_a_screen_reader(open_page):
    (view,) = open_page(figures.point())
    picture = view.root.get_by_role("img", name="A point on a line.", exact=True)
    assert picture.count() == 1
    described = picture.get_attribute("aria-describedby")
    assert view.page.locator(f"#{described}").text_content() == view.readout
    assert view.root.locator("[aria-live=polite]").count() == 1
    assert view.root.get_by_role("slider").count() == 1
    assert view.root.get_by_role("radio").count() == 2


# ---------------------------------------------------------------- as a table


TABLE = """(table) => [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText))"""
HEADERS = """(table) => [...table.querySelectorAll("th")].map((cell) => cell.scope)"""
CLIPBOARD = (
    "Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => (window.copied = text)}})"
)


def test_the_values_stand_in_a_table_at_the_present_state_of_the_others(open_page):
    (view,) = open_page(figures.counted())
    table = view.root.locator("table")
    assert table.locator("tr").count() == 0  # before it is unfolded
    view.root.get_by_text("Values as a table").click()
    table.locator("tr").first.wait_for()
    heights = ["0", "0.5", "1", "1.5", "∞"]
    head = ["place x", "height (m)", "depth (m)"]
    places = ["0", "0.25", "0.5", "0.75", "1"]
    assert table.evaluate(TABLE) == [head, *([x, h, "0"] for x, h in zip(places, heights, strict=True))]
    assert table.evaluate(HEADERS) == ["col"] * 3 + ["row"] * 5
    assert table.locator("caption").inner_text() == "sides: one"
    view.radio("sides", "both").click()
    depths = ["0", "−0.5", "−1", "−1.5", "−∞"]
    assert [row[2] for row in table.evaluate(TABLE)] == ["depth (m)", *depths]
    view.press("place x", "End")
    assert table.locator("[aria-current=true] th").inner_text() == "1"
    assert violations(view.page, include=".explorable") == []


# Four states of two controls are baked, of twenty-five; the other control stands between two of its own.
BETWEEN = """(code) => {
  const valueTable = new Function(`${code}; return valueTable`)();
  const texts = ["0", "1", "2", "3", "4"];
  const controls = ["a", "b"].map((label) => ({label, texts, values: [0, 1, 2, 3, 4], baked: [0, 4]}));
  const frame = (at) => baked(at[0]) * 2 + baked(at[1]), baked = (k) => Number(k > 2);
  const numbers = {names: ["n"], rows: [[10], [11], [20], [21]]};
  const {element, show} = valueTable({controls, numbers, frame});
  document.body.append(element);
  element.open = true;
  show([0, 3]);
  return element.querySelector("table").innerText;
}"""


def test_the_caption_names_the_state_that_the_numbers_are_of(open_page):
    (view,) = open_page(figures.point())
    table = view.page.evaluate(BETWEEN, module("controls.js", "table.js"))
    assert table.split() == ["b:", "4", "a", "n", "0", "11", "4", "21"]


def test_two_tables_are_no_landmarks_that_cannot_be_told_apart(open_page):
    one, two = open_page(figures.counted(), figures.counted())
    for view in (one, two):
        view.root.get_by_text("Values as a table").click()
        view.root.locator("table tr").first.wait_for()
    assert violations(one.page, runOnly=["landmark-unique"]) == []


def test_the_table_goes_into_a_spreadsheet(open_page):
    (view,) = open_page(figures.counted())
    view.radio("sides", "both").click()
    view.root.get_by_text("Values as a table").click()
    view.page.evaluate(CLIPBOARD)
    view.button("Copy").click()
    view.root.get_by_text("Copied. Paste it").wait_for()
    lines = [line.split("\t") for line in view.page.evaluate("() => copied").splitlines()]
    assert lines == [
        ["place x", "height (m)", "depth (m)"],
        *(["0", "0", "0"], ["0.25", "0.5", "-0.5"], ["0.5", "1", "-1"], ["0.75", "1.5", "-1.5"], ["1", "∞", "−∞"]),
    ]
    view.page.evaluate("() => (navigator.clipboard.writeText = () => Promise.reject())")
    view.button("Copy").click()
    view.root.get_by_text("Selected. Copy it").wait_for()
    assert "0.25" in view.page.evaluate("() => String(getSelection())")


def test_the_table_of_the_course_is_what_the_formulas_say(open_page):
    (view,) = open_page(CASES["explore_loss"]())
    view.root.get_by_text("Values as a table").click()
    rows = view.root.locator("table").evaluate(TABLE)[1:]
    assert len(rows) > 100
    assert rows[0] == ["0", "∞", "−∞"]
    for row in rows[1:]:
        y_hat, loss, slope = (float(text.replace("−", "-")) for text in row)
        assert [loss, slope] == pytest.approx([-math.log(y_hat), -1 / y_hat], rel=1e-5)


# ---------------------------------------------------------------- by ear

STUBBED = """() => {
window.heard = [];
window.AudioContext = class {
  currentTime = 0;
  destination = {};
  resume = async () => {};
  close = async () => heard.push("closed");
  createGain = () => ({gain: {setValueAtTime() {}, linearRampToValueAtTime() {}}, connect() {}});
  createOscillator = () => {
    const voice = {frequency: {}, connect() {}, stop() {}};
    voice.start = () => heard.push([voice.frequency.value, voice.type]);
    return voice;
  };
}}"""
# Half the picture is an octave and a half above 220 Hz; what is beyond the picture, and infinity, have other waves.
HEIGHTS = [[220, "sine"], [622.3, "sine"], [1760, "sine"], [1760, "square"], [1760, "sawtooth"]]
DEPTHS = [[1760, "sine"], [622.3, "sine"], [220, "sine"], [220, "square"], [220, "sawtooth"]]


def heard(view):
    return view.page.evaluate("() => heard.splice(0)")


def wait_until_heard(view, count):
    view.page.wait_for_function("(count) => heard.length >= count", arg=count)


def test_the_numbers_are_heard_one_after_the_other_and_then_by_steps(open_page):
    (view,) = open_page(figures.counted())
    view.radio("sides", "both").click()
    view.page.evaluate(STUBBED)
    view.press("place x", "ArrowRight")
    assert heard(view) == []  # off at first
    view.button("Listen").click()
    wait_until_heard(view, 10)
    view.page.wait_for_timeout(300)
    assert heard(view) == [*HEIGHTS, *DEPTHS]
    assert view.range("place x").get_attribute("aria-valuetext") == "0.25"  # where the reader had left it
    view.press("place x", "ArrowRight")
    assert heard(view) == [HEIGHTS[2], DEPTHS[2]]
    view.press("place x", "Escape")
    assert heard(view) == ["closed"] and view.button("Listen").count() == 1
    view.press("place x", "ArrowLeft")
    assert heard(view) == []


def test_a_hand_on_a_control_and_escape_end_the_run(open_page):
    (view,) = open_page(figures.counted())
    view.page.evaluate(STUBBED)
    view.button("Listen").click()
    wait_until_heard(view, 1)
    view.press("place x", "End")
    view.page.wait_for_timeout(300)
    *_, height, depth = heard(view)
    assert [height, depth] == [HEIGHTS[4], [1760, "sine"]]
    view.button("Stop").click()
    assert heard(view) == ["closed"]
    assert view.range("place x").get_attribute("aria-valuetext") == "1"
    view.press("place x", "Home")
    view.button("Listen").click()
    wait_until_heard(view, 2)
    view.page.keyboard.press("Escape")
    assert view.range("place x").get_attribute("aria-valuetext") == "0"
    view.page.wait_for_timeout(300)
    assert heard(view)[-1] == "closed"


def test_with_reduced_motion_the_picture_rests_while_one_listens(open_page):
    (view,) = open_page(figures.counted(), reduced_motion="reduce")
    view.page.evaluate(STUBBED)
    view.button("Listen").click()
    wait_until_heard(view, 10)
    assert heard(view)[:5] == HEIGHTS
    assert view.range("place x").get_attribute("aria-valuetext") == "0"
    view.press("place x", "End")  # where the run has ended, but not the reader
    assert heard(view) == [HEIGHTS[4], [1760, "sine"]]


def test_a_view_that_is_thrown_away_lets_go_of_sound_and_escape(open_page):
    (view,) = open_page(figures.counted())
    view.page.evaluate(STUBBED)
    view.button("Listen").click()
    wait_until_heard(view, 10)
    view.page.wait_for_timeout(300)  # until the run has ended
    view.page.evaluate("() => document.querySelector('.course-part').remove()")
    view.page.wait_for_function("() => heard.includes('closed')")
    view.page.evaluate("() => addEventListener('keydown', ({key}) => heard.push(key))")
    view.page.keyboard.press("Escape")
    assert heard(view)[-1] == "Escape"


REFUSED = ["class { constructor() { throw new Error('refused') } }", "undefined"]


@pytest.mark.parametrize("audio", REFUSED, ids=["refused", "missing"])
def test_where_there_is_no_sound_it_says_so(open_page, audio):
    (view,) = open_page(figures.counted())
    view.page.evaluate(f"() => (window.AudioContext = {audio})")
    view.button("Listen").click()
    assert "This browser gives no sound here." in view.root.get_by_role("status").all_text_contents()
    view.press("place x", "End")
    assert view.button("Listen").count() == 1 and view.readout == "The bar of 1 has one."
    view.page.evaluate(STUBBED)
    view.button("Listen").click()
    assert "This browser gives no sound here." not in view.root.get_by_role("status").all_text_contents()


# ---------------------------------------------------------------- on a telephone


def test_a_narrow_place_has_a_picture_of_its_own_and_keeps_the_state(open_page):
    wide, thin = figures.point(), figures.thin()
    wide.narrow = figures.thin
    (view,) = open_page(wide)
    view.press("place x", "End")
    state = {"x": 1.0, "shape": "round"}
    view.assert_shows(InPython(wide).draw(state))
    view.page.set_viewport_size({"width": 320, "height": 700})
    view.page.wait_for_function("() => document.querySelector('svg').viewBox.baseVal.width === 180")
    view.assert_shows(InPython(thin).draw(state))
    view.radio("its shape", "square").click()
    view.assert_shows(InPython(thin).draw(state | {"shape": "square"}))
    view.page.set_viewport_size({"width": 900, "height": 700})
    view.page.wait_for_function("() => document.querySelector('svg').viewBox.baseVal.width === 288")
    view.assert_shows(InPython(wide).draw(state | {"shape": "square"}))


def test_what_a_finger_touches_is_44_pixels_high(open_page):
    (view, _) = open_page(figures.counted(), figures.playing(), has_touch=True, viewport={"width": 360, "height": 780})
    touched = view.page.locator(".explorable :is(button:visible, label:visible, summary, input[type=range])").all()
    assert len(touched) > 8
    assert [each.bounding_box() for each in touched if each.bounding_box()["height"] < 44] == []

"""Pages without a kernel and without the network: every explorable as a self-contained fragment of HTML."""

import contextlib

import pytest
from playwright.sync_api import expect
from test_explore import CASES

from browser import figures
from browser.view import AFTER_PAINT, STARTED, InPython, View, assert_fits, drive_and_compare
from helpers.page import read

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


@pytest.mark.parametrize("name", sorted(CASES))
def test_every_explorable_moves_without_a_kernel(open_page, name):
    explorable = CASES[name]()
    (view,) = open_page(explorable)
    drive_and_compare(view, InPython(explorable))


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

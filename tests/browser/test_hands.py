"""A hand on the picture, by mouse and by finger; tasks that are ticked; links to a state. On a page from the disk."""

import inspect
import itertools

import pytest
from test_explore import CASES

from browser import figures
from browser.test_pages import PAGE
from browser.view import AFTER_PAINT, STARTED, View, swipe, touch
from helpers import page as parts
from helpers.explorable import SCRIPTS

SHOWN = ["explore_loss", "explore_descent", "explore_softmax, shifted"]
LOSS, DESCENT, SHIFTED = range(3)
LINKS = {
    "above": "#explore_loss:y_hat=0.3",
    "below": "#explore_loss:y_hat=0.0101&y=0&x=7",
    "odd": "#explore_loss:y_hat=many&y=",
    "unknown": "#explore_nothing:y=1",
    "shifted": "#explore_softmax:temperature=0.1&z0=1",
}
# Which of a picture's tasks are ticked by each of its states, each state upon an untouched list.
TICKED = """async ([source, tasks, controls, states]) => {
  const {taskList} = await import(URL.createObjectURL(new Blob([source], {type: "text/javascript"})));
  return states.map((at) => {
    const {element, tick} = taskList(tasks, controls);
    tick(at);
    return [...element.querySelectorAll(".explorable-mark")].map((mark) => mark.textContent === "✓");
  });
}"""
FOCUSED = "() => document.activeElement.getAttribute('aria-valuetext')"


def link(name):
    return f'<p><a href="{LINKS[name]}">{name}</a></p>'


@pytest.fixture(scope="module")
def explorables():
    return [CASES[name]() for name in SHOWN]


@pytest.fixture(scope="module")
def path(explorables, tmp_path_factory):
    one, *others = [explorable.to_html() for explorable in explorables]
    after = "".join(map(link, ["below", "odd", "unknown"])) + one + '<p style="height: 2000px"></p>'
    path = tmp_path_factory.mktemp("hands") / "page.html"
    body = link("above") + one + after + "".join(others) + link("shifted")
    path.write_text(PAGE.format('<meta name="viewport" content="width=device-width">' + body), "utf-8")
    return path


@pytest.fixture
def open_views(new_page, path):
    opened = []

    def open_views(address="", **options):
        page = new_page(offline=True, **options)
        opened.append(page)
        page.goto(path.as_uri() + address)
        page.evaluate(STARTED)
        first, second, *others = map(View, page.locator(".explorable").all())
        return [first, *others, second]

    yield open_views
    for page in opened:
        page.close()


def test_the_browser_ticks_just_the_states_that_python_does(open_views, explorables):
    page = open_views()[LOSS].page
    source = parts.module(*SCRIPTS) + "\nexport { taskList };"
    for explorable in explorables:
        grids = [range(len(control.values)) for control in explorable.controls]
        states = list(itertools.product(*grids))
        picture = explorable._picture
        ticked = page.evaluate(TICKED, [source, picture["tasks"], explorable._controls, states])
        wanted = [
            [reaches(**{name: state[name] for name in inspect.signature(reaches).parameters}) for reaches in tests]
            for tests in [list(explorable.tasks.values())]
            for state in explorable.states()
        ]
        assert len(wanted) > 100 and {True, False} == {each for row in wanted for each in row}
        assert ticked == [[bool(each) for each in row] for row in wanted]


def test_a_task_is_ticked_where_one_comes_to_rest_said_and_kept(open_views):
    view = open_views()[LOSS]
    item = view.root.get_by_role("listitem").filter(has_text="more than 10 nats")
    told = view.root.get_by_role("status").first
    assert item.inner_text().startswith("○")
    view.press("prediction ŷ", "Home")
    view.press("prediction ŷ", "End")  # at once: passed, not found
    view.page.wait_for_timeout(600)
    assert item.inner_text().startswith("○") and told.text_content() == ""
    view.press("prediction ŷ", "Home")
    view.page.wait_for_timeout(600)
    assert item.inner_text().startswith("✓") and "done" in item.text_content()
    assert told.text_content() == "Done: Make this one prediction cost more than 10 nats."
    view.press("prediction ŷ", "End")
    view.page.wait_for_timeout(600)
    assert item.inner_text().startswith("✓")


def press_at(view, x, y=0.5):
    """Press the mouse on the first axes, at shares of their width and height."""
    place = view.hold
    view.page.mouse.move(place["x"] + x * place["width"], place["y"] + y * place["height"])
    view.page.mouse.down()


def move_to(view, x, y=0.5):
    place = view.hold
    view.page.mouse.move(place["x"] + x * place["width"], place["y"] + y * place["height"], steps=4)


def at(y_hat):
    """Where ŷ lies in the axes of the loss, which show −0.02 to 1.02."""
    return (y_hat + 0.02) / 1.04


def test_the_mouse_moves_what_lies_along_the_axis(open_views):
    view = open_views()[LOSS]
    press_at(view, at(0.5))
    assert view.readout.startswith("y = 1, ŷ = 0.5:")
    for x, shown in ((at(0.37), "0.37"), (-0.5, "0"), (1.5, "1")):
        move_to(view, x)
        assert view.readout.startswith(f"y = 1, ŷ = {shown}:")
        assert view.range("prediction ŷ").get_attribute("aria-valuetext") == shown
    view.page.mouse.up()
    move_to(view, at(0.5))
    assert view.readout.startswith("y = 1, ŷ = 1:")
    assert view.root.locator(".explorable-hold").evaluate("(place) => getComputedStyle(place).cursor") == "ew-resize"


def test_one_gesture_moves_a_point_in_a_plane(new_page, tmp_path):
    path = tmp_path / "plane.html"
    path.write_text(PAGE.format(figures.plane().to_html()), "utf-8")
    page = new_page(offline=True)
    page.goto(path.as_uri())
    page.evaluate(STARTED)
    view = View(page.locator(".explorable"))
    press_at(view, 0.45, 0.3)
    assert view.readout == "The point stands at (0.5, 0.75)."
    move_to(view, 1.2, 1.2)
    assert view.readout == "The point stands at (1, 0)."
    page.mouse.up()
    assert [view.range(name).get_attribute("aria-valuetext") for name in "xy"] == ["1", "0"]
    page.close()


def test_the_keyboard_goes_on_from_there(open_views):
    view = open_views()[LOSS]
    press_at(view, at(0.5))
    view.page.mouse.up()
    assert view.page.evaluate(FOCUSED) == "0.5"
    view.page.keyboard.press("ArrowRight")
    assert view.readout.startswith("y = 1, ŷ = 0.51:")


def test_a_hand_on_the_picture_stops_playing(open_views):
    view = open_views()[DESCENT]
    view.button("Play").click()
    press_at(view, (2 - -5) / 14)  # near the lowest point, where the ball comes last
    assert view.button("Play").is_visible()
    assert ", epoch 15:" in view.readout
    view.page.wait_for_timeout(1000)
    assert ", epoch 15:" in view.readout
    move_to(view, (-1 - -5) / 14)
    assert ", epoch 1: w = −1.000" in view.readout


def test_a_finger_moves_it_and_scrolls_the_other_way(open_views):
    view = open_views(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)[LOSS]
    swipe(view, (at(0.9), 0.3), (at(0.5), 0.4))
    moved = view.readout
    assert moved.startswith("y = 1, ŷ = 0.5")
    assert view.page.evaluate("scrollY") == 0
    swipe(view, (at(0.2), 0.9), (at(0.25), 0.1))
    view.page.wait_for_timeout(300)
    assert view.page.evaluate("scrollY") > 40
    assert view.readout == moved
    view.page.evaluate("scrollTo(0, 0)")  # from wherever the page has rolled on to
    touch(view, at(0.2), 0.7)
    assert view.readout.startswith(("y = 1, ŷ = 0.2:", "y = 1, ŷ = 0.19:", "y = 1, ŷ = 0.21:"))


def test_a_second_finger_moves_nothing(open_views):
    view = open_views(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)[LOSS]
    cdp, hold = view.page.context.new_cdp_session(view.page), view.hold

    def fingers(kind, *shares):
        points = [
            {"x": hold["x"] + x * hold["width"], "y": hold["y"] + hold["height"] / 2, "id": k}
            for k, x in enumerate(shares)
        ]
        cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        view.page.evaluate(AFTER_PAINT)

    fingers("touchStart", at(0.9))
    fingers("touchMove", at(0.5))
    moved = view.readout
    assert moved.startswith("y = 1, ŷ = 0.5")
    fingers("touchStart", at(0.5), at(0.8))
    fingers("touchMove", at(0.5), at(0.7))
    assert view.readout == moved
    fingers("touchMove", at(0.2), at(0.7))
    assert view.readout.startswith("y = 1, ŷ = 0.2")
    fingers("touchEnd")


def test_links_mean_the_picture_above_and_pass_over_what_they_cannot_use(open_views):
    first, _, shifted, second = open_views()
    page = first.page
    start = first.readout
    page.get_by_role("link", name="above").click()
    assert first.readout.startswith("y = 1, ŷ = 0.3:") and second.readout == start
    page.get_by_role("link", name="below").click()
    assert first.readout.startswith("y = 0, ŷ = 0.01:") and second.readout == start
    said = first.readout
    for name in ("odd", "unknown"):
        page.get_by_role("link", name=name).click()
        assert first.readout == said and second.readout == start
    page.get_by_role("link", name="shifted").press("Enter")
    assert shifted.readout.startswith("T = 0.1,")
    assert shifted.root.bounding_box()["y"] >= 0


def test_an_address_means_the_first_picture_and_leaves_it_to_the_reader(open_views):
    first, _, _, second = open_views("#explore_loss:y_hat=0.9&y=0")
    assert first.readout.startswith("y = 0, ŷ = 0.9:") and second.readout.startswith("y = 1, ŷ = 0.8:")
    first.page.evaluate("() => { location.hash = '#explore_loss:y_hat=0.4' }")
    first.page.wait_for_function("() => document.querySelector('input[type=range]').ariaValueText === '0.4'")
    assert first.readout.startswith("y = 0, ŷ = 0.4:")


def test_a_link_whose_marks_are_encoded_leads_and_does_no_task(open_views):
    view = open_views("#explore_loss%3Ay_hat%3d0%26y%3D1")[LOSS]
    item = view.root.get_by_role("listitem").filter(has_text="more than 10 nats")
    assert view.readout.startswith("y = 1, ŷ = 0:")
    view.page.wait_for_timeout(600)
    assert item.inner_text().startswith("○")
    view.press("prediction ŷ", "End")
    view.press("prediction ŷ", "Home")
    view.page.wait_for_timeout(600)
    assert item.inner_text().startswith("✓")

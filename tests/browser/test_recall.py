"""The cards of notebook 6 in JupyterLab, answered with the keyboard alone."""

import pytest
from playwright.sync_api import expect

FOCUSED = "() => document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText"
OVERFLOWING = """() => [...document.querySelectorAll(".recall-card")]
  .filter((card) => card.scrollWidth > card.clientWidth + 1).map((card) => card.innerText)"""
SHOWN = "() => jupyterapp.shell.currentWidget.context?.path"


@pytest.fixture(scope="module")
def lesson(run_notebook):
    with run_notebook("06_active_recall.ipynb") as notebook:
        yield notebook


def card(lesson, cell_id):
    """The first card of a cell, with its cell brought into view."""
    k = lesson.ids.index(cell_id)
    lesson.to_cell(k)
    found = lesson.cell(k).locator(".recall-card").first
    found.locator("[data-listening]").wait_for(state="attached")
    return found


def tab(lesson):
    lesson.page.keyboard.press("Tab")
    return lesson.page.evaluate(FOCUSED).strip()


def test_choosing_with_the_arrow_keys_stays_in_the_card(lesson):
    choice = card(lesson, "quiz-1")
    k = lesson.active_cell
    choice.get_by_role("radio").first.focus()
    lesson.page.keyboard.press("Space")
    lesson.ask("1")  # by now the kernel has the first choice
    lesson.page.keyboard.press("ArrowDown")
    expect(choice.get_by_role("radiogroup", name="Answers").get_by_role("radio").nth(1)).to_be_checked()
    assert lesson.active_cell == k
    assert tab(lesson) == "Check"
    lesson.page.keyboard.press("Space")
    expect(choice.get_by_role("alert")).to_contain_text("0.009 is the difference of the probabilities")
    assert [tab(lesson) for _ in range(2)] == ["Show the answer", "Notebook 01, “Slide ŷ”"]
    assert lesson.active_cell == k


KEEP_BUSY = """() => {
  const {kernel} = jupyterapp.shell.currentWidget.sessionContext.session;
  kernel.requestExecute({code: "import time; time.sleep(1)"});
}"""


def test_the_last_answer_counts_though_the_kernel_is_busy(lesson):
    """ipywidgets would hold the second change back, and let the click overtake it."""
    number = card(lesson, "question-2")
    number.get_by_role("textbox").press("1")
    lesson.page.keyboard.press("Enter")
    expect(number.get_by_role("alert")).to_contain_text("Not yet.")
    number.get_by_role("textbox").press("ControlOrMeta+a")
    lesson.page.evaluate(KEEP_BUSY)
    lesson.page.keyboard.type("4.605")
    lesson.page.keyboard.press("Enter")
    expect(number.get_by_role("alert")).to_contain_text("Right.")


def test_two_cards_keep_their_own_choice(lesson):
    card(lesson, "quiz-1")
    groups = lesson.cell(lesson.active_cell).locator(".widget-radio-box")
    assert groups.count() >= 2
    for i in range(2):
        groups.nth(i).get_by_role("radio").first.focus()
        lesson.page.keyboard.press("Space")
    for i in range(2):
        expect(groups.nth(i).get_by_role("radio").first).to_be_checked()


def test_enter_checks_a_number(lesson):
    number = card(lesson, "question-2")
    k = lesson.active_cell
    number.get_by_role("textbox", name="Your answer in nats, 3 decimals:").press("ControlOrMeta+a")
    lesson.page.keyboard.type("2")
    lesson.page.keyboard.press("Enter")
    expect(number.get_by_role("alert")).to_contain_text("logarithm to base 10")
    assert lesson.active_cell == k


def test_a_text_is_revealed_and_graded_without_losing_the_focus(lesson):
    text = card(lesson, "question-3")
    text.get_by_role("textbox", name="Your answer:").focus()
    lesson.page.keyboard.type("two reasons")
    assert tab(lesson) == "Show the answer"
    lesson.page.keyboard.press("Space")
    text.get_by_role("button", name="Done").wait_for()
    points = text.get_by_role("checkbox").count()
    assert points == 3
    for _ in range(points):
        assert tab(lesson)
        lesson.page.keyboard.press("Space")
    assert tab(lesson) == "Done"
    lesson.page.keyboard.press("Enter")
    expect(text.locator(".recall-feedback")).to_contain_text("Right.")


def test_steps_are_put_in_order_by_typing_their_places(lesson):
    order = card(lesson, "chain-rule")
    k = lesson.active_cell
    places = order.get_by_role("combobox")
    for i, place in enumerate("4132"):
        places.nth(i).focus()
        lesson.page.keyboard.press(place)
    assert tab(lesson) == "Check"
    lesson.page.keyboard.press("Space")
    expect(order.get_by_role("alert")).to_contain_text("Right.")
    assert lesson.active_cell == k


def test_the_next_card_takes_the_focus(lesson):
    """Else it is on the page's body, and the keyboard begins at the menus again."""
    for cell_id, words in (("drill", "Another one"), ("review-code", "Next card")):
        cards = card(lesson, cell_id)
        assert not cards.locator("input:focus, textarea:focus").count()
        for _ in range(3):
            cards.get_by_role("button", name=words).focus()
            lesson.page.keyboard.press("Space")
            expect(cards.locator("input:focus, select:focus, textarea:focus")).to_have_count(1)
            assert cards.get_by_role("button", name=words).is_visible()


def test_a_link_opens_its_notebook_beside_this_one(lesson):
    here = lesson.page.evaluate(SHOWN)
    assert here == "06_active_recall.ipynb"
    link = card(lesson, "question-2").get_by_role("link").first
    if not link.is_visible():
        card(lesson, "question-2").get_by_role("button", name="Show the answer").click()
    link.click()
    lesson.page.wait_for_function(f"({SHOWN})() === '01_definition.ipynb'")
    assert len(lesson.page.context.pages) == 1


def test_no_card_is_wider_than_a_narrow_window(run_notebook):
    with run_notebook("06_active_recall.ipynb", viewport={"width": 600, "height": 900}) as notebook:
        for name in ("question-2", "derivation", "quiz-3", "quiz-5"):
            shown = card(notebook, name)
            shown.get_by_role("button", name="Show the answer").click()
            shown.get_by_role("alert").wait_for()
            assert notebook.page.locator(".recall-card").count() > 0
            assert notebook.page.evaluate(OVERFLOWING) == []

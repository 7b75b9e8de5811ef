"""The cards in a page: judged as Python's `judge` does, option for option and text for text; and by keyboard in
JupyterLab."""

import contextlib
import itertools
import json
import math
import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.view import STARTED
from helpers import recall
from helpers.recall import render
from helpers.recall.parts import KEY, WAITS, Cards

CARDS = list(recall.load_cards().values())
PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Cards</title><main><h1>Cards</h1>{}</main></html>'
TYPED = [
    *("", " ", "4.605", "4,605 nats", " 4.605 NATS", "4.605 bits", "2 nat", "−4.605", "-4.605", "1e-3", "∞", "-inf"),
    *(
        "infinity",
        "−∞ nats",
        "nan",
        "ln 2",
        "4.6.",
        ".5",
        "5.",
        "1e999",
        "0x10",
        "1_000",
        "+0.693",
        "$&",
        "<b>1</b>",
        "٣",
    ),
    *("4.60517", "4.6", "5", "4.61", "4.58", "0.000", "41.7", "nats", "one nats"),
    *('"', '4"', "'", "\\", "]", "{}", "{} bits", "</script>", "\u200f4.605"),
]
# A card whose answer is beyond all numbers, with words that mean something to HTML, to a script or to a selector.
AWKWARD = replace(
    next(card for card in CARDS if card.kind == "number"),
    id='<"awkward">',
    question="</script><script>alert(1)</script> \"quoted\" & 'quoted' {} \u200f?",
    explanation='</div><!-- end --> "]',
    right=(recall.Option(math.inf),),
    wrong=(recall.Option(-math.inf, "<b>{}</b> & $&"),),
)
SHOWN = "(card) => card.querySelector('.recall-feedback').innerHTML"
# The same HTML as the browser would write it.
AS_WRITTEN = (
    "(html) => { const place = document.createElement('div'); place.innerHTML = html; return place.innerHTML; }"
)
SHOW_ALL = """() => document.querySelectorAll(".recall-card:not([hidden]) button[type=button]")
  .forEach((button) => button.click())"""
OVERFLOWING = """() => [...document.querySelectorAll(".recall-card")]
  .filter((card) => card.scrollWidth > card.clientWidth + 1).map((card) => card.innerText)"""


@pytest.fixture
def open_page(new_page, tmp_path):
    """Opens cards on a page of their own, from the disk with the network off."""
    with contextlib.ExitStack() as stack:

        def open_page(*parts, **options):
            path = tmp_path / "cards.html"
            path.write_text(PAGE.format("".join(part.html() for part in parts)), encoding="utf-8")
            page = new_page(offline=True, **options)
            stack.callback(page.close)
            page.goto(path.as_uri())
            page.evaluate(STARTED)
            return page

        yield open_page


def card_of(page, k=0):
    return page.locator(".recall-card:visible").nth(k)


def text_of(html):
    return unescape(re.sub(r"<[^>]+>", "", html))


def expected(card, judgement):
    """What the feedback must say: Python's words, as a page has them; what repeats the typed text, to the letter."""
    own = [card.explanation, *(option.slip for option in card.right + card.wrong)]
    repeats = card.kind == "number" and judgement.message not in own
    lead = {True: "✓ Right.", False: "✗ Not yet.", None: ""}[judgement.right]
    back = render.back(card) if judgement.right is False else ""
    return lead + (judgement.message if repeats else text_of(render.to_html(judgement.message))) + text_of(back)


# What is given, and how it is given in the page -----------------------------------------------------------------------


def answers(card):
    """Answers to a card, as Python's `judge` takes them."""
    options = [option.answer for option in card.options]
    if card.kind == "choose one":
        return [None, *options]
    if card.kind == "choose several":
        return [set(some) for n in range(len(options) + 1) for some in itertools.combinations(options, n)]
    if card.kind == "order":
        return [[], *map(list, itertools.permutations(options))][:130]
    if card.kind == "number":
        own = [recall.cards.show_number(option.answer, card.decimals) for option in card.right + card.wrong]
        right = card.right[0].answer
        near = [repr(right * part) for part in (0.97, 0.985, 1.015, 1.03)]
        near += [repr(right + k * 10**-card.decimals) for k in (-1.4, -0.6, 0.6, 1.4)]
        return [*TYPED, *own, *near, *(text.replace(".", ",") for text in own)]
    points = [option.answer for option in card.right]
    return [set(some) for n in range(len(points) + 1) for some in itertools.combinations(points, n)]


# Puts answers into a card, one after another, as a hand would, and notes what it says to each.
GIVE = """(card, given) => given.map((answer) => {
  const fields = [...card.querySelectorAll("input, select")];
  fields.forEach((field, k) => {
    if (field.type === "radio" || field.type === "checkbox") field.checked = answer[k];
    else field.value = answer[k];
  });
  card.querySelector("button[type=submit]").click();
  return card.querySelector(".recall-feedback").textContent;
})"""


def in_fields(card, answer):
    """The values of the card's fields for an answer."""
    options = [option.answer for option in (card.right if card.kind == "text" else card.options)]
    if card.kind == "number":
        return [answer]
    if card.kind == "order":
        return [str(answer.index(option) + 1) if option in answer else "0" for option in options]
    if card.kind == "choose one":
        return [option == answer for option in options]
    return [option in answer for option in options]


def test_all_kinds_are_there():
    assert {card.kind for card in CARDS} == set(recall.cards.KINDS)


@pytest.mark.parametrize("kind", recall.cards.KINDS)
def test_the_page_judges_as_python_does(open_page, kind):
    cards = [card for card in CARDS if card.kind == kind]
    if kind == "number":
        cards += [AWKWARD, *(recall.exercise(3, number) for number in range(6))]
    page, compared = open_page(Cards(cards)), 0
    for k, card in enumerate(cards):
        given = answers(card)
        shown = card_of(page, k).evaluate(GIVE, [in_fields(card, answer) for answer in given])
        assert shown == [expected(card, recall.judge(card, answer)) for answer in given]
        compared += len(given)
    assert compared > 20


# By hand --------------------------------------------------------------------------------------------------------------


def test_showing_the_answer_shows_all_of_it(open_page):
    cards = [next(card for card in CARDS if card.kind == kind) for kind in recall.cards.KINDS if kind != "text"]
    page = open_page(Cards(cards))
    for k, card in enumerate(cards):
        card_of(page, k).get_by_role("button", name="Show the answer").click()
        wanted = page.evaluate(AS_WRITTEN, render.answer_html(card))
        assert card_of(page, k).evaluate(SHOWN) == wanted


def test_enter_checks_and_the_feedback_is_announced(open_page):
    page = open_page(recall.ask("loss-of-a-confident-mistake"))
    answer = page.get_by_role("textbox", name="Your answer in nats, 3 decimals:")
    answer.press_sequentially("2")
    answer.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("logarithm to base 10")


def test_a_text_is_compared_point_by_point(open_page):
    page = open_page(recall.ask("why-not-squared-error"))
    page.get_by_role("textbox", name="Your answer:").fill("Two reasons.")
    assert page.get_by_role("checkbox").count() == 0 and page.get_by_role("button", name="Done").count() == 0
    page.get_by_role("button", name="Show the answer").click()
    boxes = page.get_by_role("checkbox")
    assert boxes.count() == 3
    expect(boxes.first).to_be_focused()
    for box in boxes.all():
        box.check()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("alert")).to_contain_text("Right.")


def test_two_copies_of_a_card_keep_their_own_choice(open_page):
    page = open_page(recall.ask("an-unsure-prediction"), recall.ask("an-unsure-prediction"))
    for k in (0, 1):
        card_of(page, k).get_by_role("radio").nth(k).check()
    assert [card_of(page, k).get_by_role("radio").nth(k).is_checked() for k in (0, 1)] == [True, True]


def test_an_option_is_called_by_its_letter(open_page):
    page = open_page(recall.ask("an-unsure-prediction"))
    names = [page.get_by_role("radio").nth(k).evaluate("(input) => input.labels[0].innerText") for k in range(4)]
    assert [name[:3] for name in names] == ["A. ", "B. ", "C. ", "D. "]
    page.get_by_role("button", name="Show the answer").click()
    right = page.locator(".recall-feedback strong").inner_text()
    assert names["ABCD".index(right)].startswith(f"{right}. ln 2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_are_accessible(open_page, scheme):
    page = open_page(Cards(CARDS[:30]), recall.drill(1), recall.review(), color_scheme=scheme)
    page.evaluate(SHOW_ALL)
    assert violations(page) == []


def test_no_card_is_wider_than_a_telephone(open_page):
    page = open_page(Cards(CARDS), viewport={"width": 320, "height": 740})
    assert page.locator("details:visible").count() == 0, "the answers that stand there without a script"
    page.evaluate(SHOW_ALL)
    assert page.locator(".recall-card").count() == len(CARDS)
    assert page.evaluate(OVERFLOWING) == []


def test_where_nothing_typesets_mathematics_is_plain_unicode(open_page):
    page = open_page(Cards(CARDS))
    assert page.locator(".tex").count() > 100
    assert "\\" not in page.locator("body").inner_text()
    content = page.locator(".tex:visible").first.evaluate("(tex) => getComputedStyle(tex, '::before').content")
    assert content.strip('"') == page.locator(".tex:visible").first.get_attribute("data-text")


# Drill and review -----------------------------------------------------------------------------------------------------


def test_a_drill_goes_on_counts_and_ends(open_page):
    drill = recall.drill(7)
    page = open_page(drill)
    another = page.get_by_role("button", name="Another one")
    for k, card in enumerate(drill.cards):
        assert page.locator(".recall-card:visible").count() == 1
        expect(page.get_by_role("status")).to_contain_text(f"Exercise {k + 1} of {len(drill.cards)} of series 7.")
        if k:
            expect(page.locator("input:focus")).to_have_count(1)
        answer = card.answer if k % 2 == 0 else "41.7"
        card_of(page).get_by_role("textbox").fill(answer)
        card_of(page).get_by_role("textbox").press("Enter")
        card_of(page).get_by_role("button", name="Show the answer").click()  # too late to count
        another.click()
    expect(page.get_by_role("status")).to_contain_text(f"{len(drill.cards) // 2} of {len(drill.cards)} right")
    assert page.locator(".recall-card:visible").count() == 0 and not another.is_visible()


def test_a_drill_that_is_passed_over_ends_too(open_page):
    page = open_page(recall.drill(7))
    another = page.get_by_role("button", name="Another one")
    for _ in recall.drill(7).cards:
        another.click()
    status = page.get_by_role("status")
    assert status.inner_text() == "That was the last exercise. Run the cell again for others."
    expect(status).to_be_focused()


def boxes(page):
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", KEY) or "{}")


def give_up(page):
    card_of(page).get_by_role("button", name="Show the answer").click()
    if card_of(page).get_by_role("button", name="Done").count():
        card_of(page).get_by_role("button", name="Done").click()


def day(later):
    return (date.today() + timedelta(days=later)).isoformat()


SHORT = Cards([card for card in CARDS if card.kind == "number"][:4])


def short_review(new=10):
    review = recall.review("01", new)
    review.cards = SHORT.cards
    return review


def test_what_went_wrong_comes_again_and_what_was_right_waits(open_page):
    page = open_page(short_review())
    ids = [card.id for card in SHORT.cards]
    assert len(ids) >= 3 and boxes(page) == {}
    give_up(page)
    assert boxes(page) == {ids[0]: {"box": 0, "due": day(WAITS[0])}}
    page.get_by_role("button", name="Next card").click()
    expect(page.locator("input:focus")).to_have_count(1)
    asked = [ids[0]]
    while page.locator(".recall-card:visible").count():
        card = next(card for card in SHORT.cards if card.id == card_of(page).get_attribute("data-card"))
        assert card_of(page).get_by_role("textbox").input_value() == ""
        card_of(page).get_by_role("textbox").fill(card.answer)
        card_of(page).get_by_role("textbox").press("Enter")
        page.get_by_role("button", name="Next card").click()
        asked.append(card.id)
    assert asked == [*ids, ids[0]], "the first one comes once more, after the three others"
    expect(page.get_by_role("status")).to_contain_text("Nothing more to review today.")
    assert boxes(page) == {card_id: {"box": 1, "due": day(WAITS[1])} for card_id in ids}


def test_a_review_goes_on_where_it_was_and_keeps_what_it_does_not_know(open_page):
    page = open_page(short_review(new=1))
    ids = [card.id for card in SHORT.cards]
    kept = {
        "a card of another edition": {"box": 2, "due": day(-3)},
        ids[0]: {"box": 3, "due": day(0)},
        ids[1]: {"box": 1, "due": day(-1)},
        ids[2]: {"box": 2, "due": day(1)},
    }
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(kept)])
    page.reload()
    page.evaluate(STARTED)
    expect(page.get_by_role("status")).to_contain_text(f"in this sitting: {2 + min(1, len(ids) - 3)}.")
    assert card_of(page).get_attribute("data-card") == ids[1]
    card_of(page).get_by_role("textbox").fill(SHORT.cards[1].answer)
    card_of(page).get_by_role("textbox").press("Enter")
    assert boxes(page) == kept | {ids[1]: {"box": 2, "due": day(WAITS[2])}}


def test_only_so_many_new_cards_join_a_sitting(open_page):
    page = open_page(short_review(new=2))
    expect(page.get_by_role("status")).to_contain_text("in this sitting: 2.")


def test_a_card_that_is_well_known_stays_in_the_last_box(open_page):
    page, last = open_page(short_review(new=0)), len(WAITS) - 1
    stored = json.dumps({SHORT.cards[0].id: {"box": last, "due": day(0)}})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, stored])
    page.reload()
    page.evaluate(STARTED)
    card_of(page).get_by_role("textbox").fill(SHORT.cards[0].answer)
    card_of(page).get_by_role("textbox").press("Enter")
    assert boxes(page) == {SHORT.cards[0].id: {"box": last, "due": day(WAITS[last])}}


@pytest.mark.parametrize(
    "text", ["{", '{"a": 1', "\x00", json.dumps({"a": "b" * 1_000_000})], ids=["open", "cut", "zero", "long"]
)
def test_a_damaged_memory_is_put_aside(open_page, text):
    page = open_page(short_review())
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page.reload()
    page.evaluate(STARTED)
    give_up(page)
    assert page.evaluate("(key) => localStorage.getItem(key)", f"{KEY}.damaged") == text
    assert set(boxes(page)) == {SHORT.cards[0].id}


@pytest.mark.parametrize(
    "entry",
    [{"box": 9, "due": "2026-11-23"}, {"box": 1, "due": "soon"}, {"box": 1, "due": "2186-01-01"}, {"box": 1}, 3, None],
)
def test_an_entry_that_makes_no_sense_is_asked_anew(open_page, entry):
    page = open_page(short_review(new=100))
    stored = json.dumps({SHORT.cards[0].id: entry})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, stored])
    page.reload()
    page.evaluate(STARTED)
    expect(page.get_by_role("status")).to_contain_text(f"in this sitting: {len(SHORT.cards)}.")
    card_of(page).get_by_role("textbox").fill(SHORT.cards[0].answer)
    card_of(page).get_by_role("textbox").press("Enter")
    assert boxes(page)[SHORT.cards[0].id] == {"box": 1, "due": day(WAITS[1])}


def test_without_storage_a_review_works_and_says_so(new_page, tmp_path):
    path = tmp_path / "cards.html"
    path.write_text(PAGE.format(short_review().html()), encoding="utf-8")
    page = new_page(offline=True)
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }});")
    page.goto(path.as_uri())
    page.evaluate(STARTED)
    expect(page.get_by_role("status")).to_contain_text("does not let this page remember")
    give_up(page)
    page.get_by_role("button", name="Next card").click()
    assert page.locator(".recall-card:visible").count() == 1
    page.close()


# In JupyterLab, by keyboard -------------------------------------------------------------------------------------------

FOCUSED = "() => document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText"
SHOWN_NOTEBOOK = "() => jupyterapp.shell.currentWidget.context?.path"


@pytest.fixture(scope="module")
def lesson(run_notebook):
    with run_notebook("06_active_recall.ipynb") as notebook:
        yield notebook


def card(lesson, cell_id):
    """The first card of a cell, with its cell brought into view."""
    k = lesson.ids.index(cell_id)
    lesson.to_cell(k)
    found = lesson.cell(k).locator(".recall-card:visible").first
    found.wait_for()
    return found


def tab(lesson):
    lesson.page.keyboard.press("Tab")
    return (lesson.page.evaluate(FOCUSED) or "").strip()


def test_choosing_with_the_arrow_keys_stays_in_the_card(lesson):
    choice = card(lesson, "quiz-1")
    k = lesson.active_cell
    choice.get_by_role("radio").first.focus()
    lesson.page.keyboard.press("Space")
    lesson.page.keyboard.press("ArrowDown")
    expect(choice.get_by_role("radiogroup", name="Answers").get_by_role("radio").nth(1)).to_be_checked()
    assert lesson.active_cell == k
    assert tab(lesson) == "Check"
    lesson.page.keyboard.press("Space")
    expect(choice.get_by_role("alert")).to_contain_text("Not yet.")
    assert tab(lesson) == "Show the answer" and tab(lesson).startswith("Notebook 01, ")
    assert lesson.active_cell == k


def test_letters_typed_into_a_card_do_not_edit_the_notebook(lesson):
    number, sources = card(lesson, "question-2"), lesson.sources
    k = lesson.active_cell
    number.get_by_role("textbox").focus()
    lesson.page.keyboard.type("abxm0dd")
    assert number.get_by_role("textbox").input_value() == "abxm0dd"
    assert lesson.sources == sources and lesson.active_cell == k


def test_mathematics_is_typeset_in_question_options_and_feedback(lesson):
    typeset = card(lesson, "question-2")
    expect(typeset.locator(".tex mjx-container").first).to_be_visible(timeout=60_000)
    typeset.get_by_role("button", name="Show the answer").click()
    formulas = typeset.locator(".recall-feedback .tex")
    assert formulas.count() > 2
    assert formulas.filter(has=lesson.page.locator("mjx-container")).count() == formulas.count()


def test_a_link_opens_its_notebook_beside_this_one(lesson):
    assert lesson.page.evaluate(SHOWN_NOTEBOOK) == "06_active_recall.ipynb"
    shown = card(lesson, "question-2")
    shown.get_by_role("button", name="Show the answer").click()
    shown.get_by_role("link").first.click()
    lesson.page.wait_for_function(f"({SHOWN_NOTEBOOK})() === '01_definition.ipynb'")
    assert len(lesson.page.context.pages) == 1

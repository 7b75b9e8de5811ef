"""The cards of helpers.recall: every answer computed here a second time, every slip its own feedback, nothing lost."""

import collections
import itertools
import json
import math
import os
import re
import sqlite3
import sys
import tomllib
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from math import exp, log
from pathlib import Path

import pytest

from helpers import recall
from helpers.recall import cards, drills, progress, render, widgets
from helpers.recall.progress import Progress, Session

CARDS = recall.load_cards()
NOTEBOOKS = {
    "01_definition",
    "02_maximum_likelihood",
    "03_gradient_vs_squared_error",
    "04_week2_exercise",
    "05_multiclass",
    "06_active_recall",
}
MONDAY = date(2026, 11, 23)
FOLDER = Path(__file__).resolve().parent.parent / "notebooks"


def of_kind(kind):
    found = [card for card in CARDS.values() if card.kind == kind]
    assert len(found) >= 5
    return found


def slips(card):
    return [option.slip for option in card.wrong]


# The deck


def test_the_deck_is_large_enough_and_of_all_kinds():
    assert len(CARDS) >= 44
    for notebook in sorted(NOTEBOOKS):
        mine = cards.cards_of(notebook)
        assert len(mine) >= 6
        assert len({card.kind for card in mine}) >= 4
        assert 3 <= len(cards.closing_cards(notebook)) <= 4


def test_a_quiz_asks_the_closing_questions_or_the_others():
    for notebook in sorted(NOTEBOOKS):
        closing, others = recall.quiz(notebook).cards, recall.quiz(notebook, closing=False).cards
        assert all(card.closing for card in closing) and not any(card.closing for card in others)
        assert len(others) >= 4
        assert sorted(card.id for card in closing + others) == sorted(card.id for card in cards.cards_of(notebook))


def test_the_four_questions_of_the_course_are_there():
    four = {
        "binary-cross-entropy-terms": "01_definition",
        "loss-of-a-confident-mistake": "01_definition",
        "why-not-squared-error": "03_gradient_vs_squared_error",
        "from-product-to-sum": "02_maximum_likelihood",
    }
    assert {card_id: CARDS[card_id].notebook for card_id in four} == four
    assert all(CARDS[card_id].closing for card_id in four)


def test_every_reference_names_a_notebook_and_a_section():
    places = [(card.notebook, card.section) for card in CARDS.values()]
    places += [place[:2] for concept in recall.load_concepts().values() for place in concept.used_in]
    assert len(places) > 50
    assert {notebook for notebook, _ in places} <= NOTEBOOKS
    assert all(section.strip() for _, section in places)


def headings(notebook):
    cells = json.loads((FOLDER / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    lines = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown").splitlines()
    return {line.lstrip("# ").replace("`", "") for line in lines if re.match(r"#{1,6} ", line)}


def test_every_section_is_a_heading_of_its_notebook():
    there = {notebook: headings(notebook) for notebook in NOTEBOOKS}
    places = {(card.notebook, card.section) for card in CARDS.values()}
    places |= {place[:2] for concept in recall.load_concepts().values() for place in concept.used_in}
    places |= {(e.notebook, e.section) for e in (recall.exercise(1, number) for number in range(6))}
    assert [(notebook, section) for notebook, section in sorted(places) if section not in there[notebook]] == []


def sources(notebook):
    cells = json.loads((FOLDER / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def test_notebook_6_computes_every_number_that_its_quizzes_ask_for():
    code = sources("06_active_recall")
    asked = [
        card
        for n in re.findall(r'recall\.quiz\("(\d\d)", closing=False\)', code)
        for card in recall.quiz(n, False).cards
    ]
    numbers = [card.id for card in asked if card.kind == "number"]
    assert len(numbers) >= 8
    assert [card_id for card_id in numbers if f'"{card_id}": ' not in code] == []


def test_the_five_concepts_are_there():
    wanted = {"sigmoid", "softmax", "loss-function", "maximum-likelihood", "gradient-descent"}
    assert set(recall.load_concepts()) == wanted
    assert all(concept.used_in for concept in recall.load_concepts().values())


@pytest.mark.parametrize("card", CARDS.values(), ids=lambda card: card.id)
def test_no_two_options_are_equal_and_no_two_slips(card):
    options = [render.to_text(str(option.answer)) for option in card.options]
    assert len(set(options)) == len(options)
    said = [option.slip for option in card.right + card.wrong if option.slip]
    assert said and len(set(said)) == len(said)


def test_no_question_and_no_option_list_stands_twice():
    questions = [card.question for card in CARDS.values()]
    assert len(set(questions)) == len(questions)


# Every number, worked by hand


BY_HAND = {
    "loss-of-a-confident-mistake": log(100),
    "mean-of-three": (log(5 / 4) + log(5 / 3) + log(10)) / 3,
    "seven-of-ten": -0.7 * log(0.7) - 0.3 * log(0.3),
    "log-likelihood-of-three": log(0.9 * 0.8 * 0.6),
    "slope-of-a-confident-mistake": 0.01 - 1,
    "slope-of-squared-error": (0.8 - 0) * 0.8 * 0.2,
    "first-loss": log(2),
    "bias-gradient": (-1 / 2 + 1 / 2 + 1 / 2 + 1 / 2) / 4,
    "softmax-of-three": exp(3) / (exp(3) + exp(1) + 1),
    "only-the-true-class": -log(0.3),
    "loss-of-knowing-nothing": log(3),
    "one-mistake-dominates": (3 * log(10 / 9) + 3 * log(10)) / 4,
    "loss-in-bits": 2.0,
    "kl-of-a-soft-label": 0.5 * log(0.5 / 0.9) + 0.5 * log(0.5 / 0.1),
}


def test_every_number_has_been_worked_by_hand():
    assert {card.id for card in of_kind("number")} == set(BY_HAND)


@pytest.mark.parametrize("card_id", BY_HAND)
def test_numbers(card_id):
    card = CARDS[card_id]
    assert card.right[0].answer == pytest.approx(BY_HAND[card_id], abs=1e-4)  # some cards give z, rounded to 3 decimals
    typed = f"{BY_HAND[card_id]:.{card.decimals}f}"
    assert recall.judge(card, typed) == (True, card.explanation)
    assert card.answer.replace("−", "-").split()[0] == typed


@pytest.mark.parametrize("card_id", BY_HAND)
def test_each_wrong_number_is_wrong_and_named(card_id):
    card = CARDS[card_id]
    assert len(card.wrong) >= 4
    for option in card.wrong:
        typed = cards.show_number(option.answer, card.decimals)
        assert recall.judge(card, typed) == (False, option.slip)


def slip_of(card_id, typed):
    judgement = recall.judge(CARDS[card_id], typed)
    assert judgement.right is False
    return judgement.message


def test_slips_are_recognised_by_numbers_worked_by_hand():
    assert "That is the likelihood" in slip_of("log-likelihood-of-three", f"{0.9 * 0.8 * 0.6:.3f}")
    assert "the slope of the sigmoid alone" in slip_of("slope-of-squared-error", f"{0.8 * 0.2:.3f}")
    assert "0.8 · 0.8" in slip_of("slope-of-squared-error", f"{0.8 * 0.8:.3f}")
    assert "divided the logits themselves" in slip_of("softmax-of-three", f"{3 / (3 + 1 + 0):.3f}")
    assert "averaged the predictions" in slip_of("one-mistake-dominates", f"{-log(2.701 / 4):.3f}")


@pytest.mark.parametrize("card_id", BY_HAND)
def test_an_unknown_number_is_called_so(card_id):
    judgement = recall.judge(CARDS[card_id], "41.7")
    assert judgement.right is False and judgement.message.startswith("41.7 is neither")


def test_no_number_is_typed_into_the_data_file():
    entries = tomllib.loads(cards.FILE.read_text(encoding="utf-8"))["card"]
    options = [o for e in entries if e["kind"] == "number" for o in e["right"] + e["wrong"]]
    assert len(options) > 60
    assert all("helper" in option and "answer" not in option for option in options)


def test_numbers_stated_in_explanations_are_true():
    stated = {
        "from-cheap-to-dear": [-log(0.99), -log(0.7), log(2), log(10)],
        "ten-times-more-confident": [log(10)],
        "sigmoid-twice": [log(1 + exp(-1))],
        "kl-of-a-soft-label": [-(log(0.9) + log(0.1)) / 2, log(2), -(log(0.9) + log(0.1)) / 2 - log(2)],
        "log-likelihood-of-three": [0.432, -log(0.432) / 3],
        "one-mistake-dominates": [-log(0.9), -log(0.001), log(2)],
    }
    for card_id, numbers in stated.items():
        assert all(f"{number:.3f}" in CARDS[card_id].explanation for number in numbers), card_id
    assert f"{-1200 * log(2):.1f}" in CARDS["product-that-vanishes"].explanation
    assert math.prod([0.5] * 1075) == 0.0 < math.prod([0.5] * 1074)
    y_hat = 1 / (1 + exp(-4))
    assert round(1 / (y_hat * (1 - y_hat))) == 57 and round(1 / (0.01 * 0.99)) == 101


def test_the_order_from_cheap_to_dear_is_true():
    samples = [re.findall(r"[\d.]+", step.answer) for step in CARDS["from-cheap-to-dear"].right]
    given_to_truth = [float(y_hat) if y == "1" else 1 - float(y_hat) for y, y_hat in samples]
    assert given_to_truth == sorted(given_to_truth, reverse=True) and len(given_to_truth) == 4


# Reading numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [("4.605", 4.605), (" 4,605 nats", 4.605), ("−0.5", -0.5), ("+.5", 0.5), ("1e-3", 0.001), ("∞", math.inf)],
)
def test_numbers_are_read_as_students_write_them(text, number):
    assert cards.read_number(text, "nats") == number


@pytest.mark.parametrize(("text", "unit"), [("4.605 bits", "nats"), ("2 nats", "bits"), ("1 nat", "")])
def test_another_unit_is_not_judged(text, unit):
    with pytest.raises(ValueError, match=f"Give the answer (in {unit}|without a unit); “{text}” is a number of"):
        cards.read_number(text, unit)


def test_the_units_of_cards_are_nats_and_bits():
    assert {card.unit for card in CARDS.values()} == {"", "nats", "bits"}
    assert recall.judge(CARDS["loss-of-a-confident-mistake"], "4.605 bits").right is None
    assert recall.judge(CARDS["loss-of-a-confident-mistake"], "4.605 nats").right


@pytest.mark.parametrize("text", ["", "  ", "nats", "ln 2", "nan", "1.000,5", "4.6 4.6", "0x10"])
def test_what_is_no_number_is_not_judged(text):
    judgement = recall.judge(CARDS["first-loss"], text)
    assert judgement.right is None and "number" in judgement.message


@pytest.mark.parametrize("typed", ["4.605", "4.60517", "4.6051", "4.606"])
def test_cutting_digits_off_is_as_good_as_rounding(typed):
    assert recall.judge(CARDS["loss-of-a-confident-mistake"], typed).right


@pytest.mark.parametrize("typed", ["5", "4.6", "4.61"])
def test_coarse_rounding_is_named(typed):
    judgement = recall.judge(CARDS["loss-of-a-confident-mistake"], typed)
    assert judgement.right is False and "too coarsely" in judgement.message


@pytest.mark.parametrize("typed", ["4.58", "4.607", "4.69"])
def test_rounding_on_the_way_is_named(typed):
    assert "not close enough for 3 decimals" in slip_of("loss-of-a-confident-mistake", typed)


def test_a_slip_close_to_the_answer_stays_a_slip():
    """−log 0.3 = 1.204 is asked for, and 1.22 is nearly that."""
    option = cards.Option(1.22, "another term")
    card = replace(CARDS["only-the-true-class"], wrong=(option,))
    assert recall.judge(card, "1.22").message == "another term"


def test_the_example_of_a_number_is_no_answer():
    example = re.search(r"such as ([\d.]+)", recall.judge(CARDS["first-loss"], "ln 2").message)[1]
    assert [card.id for card in of_kind("number") if recall.judge(card, example).right] == []


# The other kinds


def test_a_wrong_choice_gets_its_own_slip():
    for card in of_kind("choose one"):
        assert recall.judge(card, card.right[0].answer) == (True, card.explanation)
        assert [recall.judge(card, option.answer) for option in card.wrong] == [(False, slip) for slip in slips(card)]
        assert len(card.wrong) >= 2


def test_choose_several_names_each_slip():
    for card in of_kind("choose several"):
        right = {option.answer for option in card.right}
        assert recall.judge(card, right) == (True, card.explanation)
        for option in card.wrong:
            assert recall.judge(card, right | {option.answer}) == (False, option.slip)
        for option in card.right:
            assert option.slip in recall.judge(card, right - {option.answer} | {card.wrong[0].answer}).message
        assert recall.judge(card, set()).right is None


def test_every_wrong_order_is_wrong_and_gets_a_reason():
    found = [card for card in CARDS.values() if card.kind == "order"]
    assert len(found) >= 4
    for card in found:
        steps = [option.answer for option in card.right]
        reasons = {option.slip for option in card.right[1:]}
        said = {order: recall.judge(card, list(order)) for order in itertools.permutations(steps)}
        assert said.pop(tuple(steps)) == (True, card.explanation)
        assert {judgement.right for judgement in said.values()} == {False}
        assert {judgement.message for judgement in said.values()} == reasons
        assert recall.judge(card, steps[:-1]).right is None


def test_a_point_that_was_not_made_is_named():
    for card in of_kind("text"):
        points = [option.answer for option in card.right]
        assert recall.judge(card, points) == (True, card.explanation)
        for option in card.right:
            assert recall.judge(card, [point for point in points if point != option.answer]) == (False, option.slip)


def test_the_right_choice_has_no_favourite_place():
    places = collections.Counter()
    for card in of_kind("choose one"):
        places[[option.answer for option in card.options].index(card.right[0].answer)] += 1
    assert set(places) >= {0, 1, 2, 3}
    assert max(places.values()) <= 0.45 * sum(places.values())


def test_the_right_choice_does_not_stand_out_by_its_length():
    lengths = [(len(card.right[0].answer), [len(o.answer) for o in card.wrong]) for card in of_kind("choose one")]
    assert len(lengths) > 15
    assert [(right, wrong) for right, wrong in lengths if right > 1.2 * max(wrong)] == []
    assert sum(right > max(wrong) for right, wrong in lengths) <= len(lengths) / 3
    assert sum(right < min(wrong) for right, wrong in lengths) <= len(lengths) / 3


def test_options_keep_their_order_and_steps_are_never_shown_in_order():
    for card in CARDS.values():
        assert card.options == card.options
        assert card.kind != "order" or card.options != card.right


# The data file


CARD = """
[[card]]
id = "a"
notebook = "01_definition"
section = "s"
kind = "choose one"
question = "q"
explanation = "e"
right = [{answer = "1"}]
wrong = [{answer = "2", slip = "s"}]
"""


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"choose one"', '"riddle"', "card 'a': kind 'riddle' is none of choose one"),
        ("01_definition", "07_more", "card 'a': notebook '07_more' is none of 01_definition"),
        ('answer = "2"', 'answer = "1"', "card 'a': two of its options are the same"),
        (', slip = "s"', "", "card 'a': an option without a slip"),
        ('[{answer = "1"}]', '[{answer = "1"}, {answer = "3"}]', "card 'a': choose one wants exactly one"),
        ('question = "q"', 'quesion = "q"', "card 'a': .*quesion"),
        ('answer = "2"', 'helper = "os", arguments = []', "card 'a': helpers.losses has no function 'os'"),
        ('id = "a"', "", "card 'a card without id'"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path, old, new, complaint):
    assert old in CARD
    path = tmp_path / "cards.toml"
    path.write_text(CARD.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        recall.load_cards(path)


def test_an_id_stands_only_once(tmp_path):
    path = tmp_path / "cards.toml"
    path.write_text(CARD + CARD, encoding="utf-8")
    with pytest.raises(ValueError, match="more than one entry has the id 'a'"):
        recall.load_cards(path)


@pytest.mark.parametrize("call", [lambda: recall.ask("no"), lambda: recall.quiz("7"), lambda: recall.concept("no")])
def test_unknown_names_are_refused_with_those_that_exist(call):
    with pytest.raises(ValueError, match=r"no (card|notebook|concept) '.+'; (there are|wanted one of) "):
        call()


# Text and HTML


def all_texts():
    for card in CARDS.values():
        yield from (card.question, card.explanation, card.model)
        yield from (str(o.answer) for o in card.right + card.wrong)
        yield from (o.slip for o in card.right + card.wrong)
    for concept in recall.load_concepts().values():
        yield from (concept.formula, concept.text, *(place[2] for place in concept.used_in))
    for number in range(24):
        exercise = recall.exercise(5, number)
        yield from (exercise.question, exercise.explanation, *slips(exercise))


def test_plain_text_has_no_tex_and_no_markup_left():
    texts = [render.to_text(text) for text in all_texts()]
    assert len(texts) > 500
    assert [text for text in texts if re.search(r"[\\{}$`]|\*\w[^*]*\*|\bfrac\b|\bhat ", text)] == []


def test_html_hands_tex_to_mathjax_and_escapes_the_rest():
    assert render.to_html("$y < 1$ & `a < b` is *not* 2 * 3 * 4") == (
        r"<p>\(y &lt; 1\) &amp; <code>a &lt; b</code> is <em>not</em> 2 * 3 * 4</p>"
    )
    assert render.to_html("a\n\n$$b$$") == r"<p>a</p><p>\[b\]</p>"
    assert [text for text in map(render.to_html, all_texts()) if "$" in text or "`" in text] == []


def test_tex_reads_as_a_person_would_write_it():
    assert render.to_text(r"$-\log\left(1-\hat y_n\right) \to \infty$") == "−log(1−ŷₙ) → ∞"
    assert render.to_text(r"$\frac{1}{1 + e^{-z}}$") == "1 / (1 + e^(−z))"
    assert render.to_text(r"$\tfrac{1}{2}(\hat y - y)^{2}$") == "½(ŷ − y)²"
    assert render.to_text(r"$\frac{\partial \ell}{\partial \hat y}$") == "∂ℓ/∂ŷ"


class Tags(HTMLParser):
    """The tags that are open; fails where one closes another."""

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], collections.Counter()

    def handle_starttag(self, tag, attrs):
        self.seen[tag] += 1
        if tag != "hr":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


PAGES = {f"quiz {n[:2]}": lambda n=n: recall.quiz(n[:2]) for n in sorted(NOTEBOOKS)}
PAGES |= {"review": lambda: recall.review(None), "drill": lambda: recall.drill(3)}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_without_a_kernel_folds_every_answer(name):
    page, tags = PAGES[name](), Tags()
    tags.feed(page.html())
    assert tags.open == []
    assert tags.seen["details"] == tags.seen["summary"] >= len(page.cards) >= 3
    for card in page.cards:
        before, _, after = page.html().partition(render.question_html(card))[2].partition("<details>")
        assert before == ""
        assert render.to_html(card.explanation) in after


def test_concept_cards_are_well_formed():
    tags, page = Tags(), recall.concepts()
    tags.feed(page.html())
    assert tags.open == [] and tags.seen["strong"] == 5 and tags.seen["a"] >= 10
    shown = re.sub(r"(?s)</summary>.*?</details>", "", page.html())
    for concept in recall.load_concepts().values():
        assert concept.name in shown and render.to_html(concept.formula) not in shown
        assert render.to_html(concept.formula) in page.html()
    assert [concept.name in page.text() for concept in recall.load_concepts().values()] == [True] * 5


def test_a_bundle_holds_widget_text_and_html(monkeypatch):
    pages = [recall.ask("first-loss"), recall.quiz("01"), recall.drill(1), recall.review(None)]
    view = "application/vnd.jupyter.widget-view+json"
    monkeypatch.delenv("EXPLORABLE", raising=False)
    assert [set(page._repr_mimebundle_()) for page in pages] == [{view, "text/plain", "text/html"}] * 4
    monkeypatch.setenv("EXPLORABLE", "html")
    assert [set(page._repr_mimebundle_()) for page in pages] == [{"text/plain", "text/html"}] * 4
    assert set(recall.concepts()._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_what_is_stored_is_the_same_each_time():
    for make in (lambda: recall.quiz("04"), lambda: recall.drill(4), recall.drill, lambda: recall.review(None)):
        assert (make().text(), make().html()) == (make().text(), make().html())


def test_links_lead_to_the_notebook_or_on_the_site_to_its_page(monkeypatch):
    monkeypatch.delenv("EXPLORABLE", raising=False)
    assert 'href="03_gradient_vs_squared_error.ipynb#The-race"' in recall.ask("the-race").html()
    monkeypatch.setenv("EXPLORABLE", "html")
    assert 'href="03_gradient_vs_squared_error.html#the-race"' in recall.ask("the-race").html()


# Widgets, driven as a keyboard drives them: a value, then the button


def open_card(card_id):
    heard = []
    question = widgets.Question(CARDS[card_id], heard.append)
    return question, heard


def tick(boxes, words):
    found = [box for box in boxes if box.description in words]
    assert len(found) == len(words)
    for box in found:
        box.value = True


def answer_rightly(question):
    card, controls = question.card, question.controls
    right = [option.answer for option in card.right]
    if card.kind == "choose one":
        controls.radio.value = right[0]
    if card.kind == "choose several":
        tick(controls.shown, [render.to_text(answer) for answer in right])
    if card.kind == "number":
        controls.text.value = card.answer
    if card.kind == "order":
        for place, option in zip(controls.places, card.options, strict=True):
            place.value = right.index(option.answer) + 1
    if card.kind == "text":
        question.answer_button.click()
        tick(controls.points, [render.to_text(answer) for answer in right])
    question.check_button.click()


def give_up(question):
    question.answer_button.click()
    if question.card.kind == "text":
        question.check_button.click()


@pytest.mark.parametrize("card_id", CARDS)
def test_every_card_can_be_answered_through_its_widget(card_id):
    question, heard = open_card(card_id)
    assert render.to_html(question.card.question) in question.question.value
    answer_rightly(question)
    assert heard == [True]
    assert "✓ Right." in question.feedback.value
    assert render.to_html(question.card.explanation) in question.feedback.value


def test_choosing_one():
    question, heard = open_card("an-unsure-prediction")
    question.check_button.click()
    assert "Choose an answer first." in question.feedback.value and heard == []
    radio = question.controls.radio
    assert [label for label, _ in radio.options] == [render.to_text(o.answer) for o in question.card.options]
    radio.value = "0.5, because it is half wrong"
    question.check_button.click()
    assert "Not yet" in question.feedback.value and "½ is the probability" in question.feedback.value
    assert "01_definition.ipynb#" in question.feedback.value
    radio.value = "ln 2 ≈ 0.693, whatever the label"
    question.check_button.click()
    assert "Right." in question.feedback.value and render.to_html(question.card.explanation) in question.feedback.value
    assert heard == [False]


def test_choosing_several():
    question, heard = open_card("where-the-loss-is-infinite")
    tick(question.controls.shown, ["y = 1, ŷ = 0", "y = 0, ŷ = 1"])
    question.check_button.click()
    assert "Right." in question.feedback.value and heard == [True]


def test_typing_a_number():
    question, heard = open_card("loss-of-a-confident-mistake")
    question.controls.text.value = "soon"
    question.check_button.click()
    assert "“soon” is none" in question.feedback.value and heard == []
    question.controls.text.value = "2"
    question.check_button.click()
    assert "base 10" in question.feedback.value and heard == [False]
    assert "nats" in question.controls.text.description


def test_ordering_steps():
    question, heard = open_card("derivation-in-order")
    question.check_button.click()
    assert "its own place" in question.feedback.value and heard == []
    places = {option.answer: number for number, option in enumerate(question.card.right, start=1)}
    for place, option in zip(question.controls.places, question.card.options, strict=True):
        place.value = places[option.answer]
    question.check_button.click()
    assert "Right." in question.feedback.value and heard == [True]
    question.controls.places[0].value = question.controls.places[1].value
    question.check_button.click()
    assert "its own place" in question.feedback.value


def test_writing_revealing_and_grading_oneself():
    question, heard = open_card("from-product-to-sum")
    assert question.compared.children == ()
    question.answer_button.click()
    assert render.to_html(question.card.model) in question.controls.model.value
    assert question.compared.children == (question.controls.model, *question.controls.points, question.check_button)
    assert question.compared in question.children and heard == []
    tick(question.controls.points, [point.answer for point in question.card.right[:3]])
    question.check_button.click()
    assert render.to_html(question.card.right[3].slip) in question.feedback.value and heard == [False]


def test_showing_the_answer_counts_as_not_right():
    question, heard = open_card("the-race")
    question.answer_button.click()
    assert render.answer_html(question.card) in question.feedback.value and heard == [False]


def test_feedback_is_announced_and_controls_are_named():
    for card in CARDS.values():
        question = widgets.Question(card)
        is_text = card.kind == "text"
        (question.answer_button if is_text else question.check_button).click()
        spoken = question.controls.model if is_text else question.feedback
        assert 'role="alert"' in spoken.value
        named = getattr(question.controls, "places", question.controls.shown)
        assert named and all(control.description or card.kind == "choose one" for control in named), card.id


# Drills


def test_a_seed_gives_its_own_series_without_end():
    series = [recall.exercise(7, number).question for number in range(60)]
    assert series == [recall.exercise(7, number).question for number in range(60)]
    assert len(set(series)) > 55
    assert series[0] != recall.exercise(8, 0).question


@pytest.mark.parametrize("kind", range(6))
def test_each_diagnosis_is_sure(kind):
    for seed in range(80):
        card = recall.exercise(seed, kind)
        assert len(card.wrong) >= 3
        assert recall.judge(card, card.answer.removesuffix(" nats")) == (True, card.explanation)
        for option in card.wrong:
            assert recall.judge(card, cards.show_number(option.answer, 3)) == (False, option.slip), (card, option)
            assert recall.judge(card, repr(option.answer)) == (False, option.slip)
        coarse = round(card.right[0].answer, 1)
        if coarse and not cards.same_number(coarse, card.right[0].answer, 3):
            assert "too coarsely" in recall.judge(card, repr(coarse)).message


def signed_numbers(text):
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", text)]


def by_hand(card):
    """The answer to a drill, from the words of its question alone."""
    text = render.to_text(card.question).replace("−", "-")
    rows = [signed_numbers(row) for row in re.findall(r"\(([^()]*)\)", text)]
    if "mean cross-entropy?" in text and "Labels" in text:
        y, y_hat = rows
        return sum(-log(q) if p else -log(1 - q) for p, q in zip(y, y_hat, strict=True)) / 3
    if "One feature" in text:
        return sum((q - p) * x for x, p, q in zip(*rows, strict=True)) / 3
    if "The classes" in text:
        return -log(rows[0][int(re.search(r"true class is (\d)", text)[1])])
    y, value = signed_numbers(text)
    if "prediction" in text:
        return -log(value if y else 1 - value)
    return 1 / (1 + exp(-value)) - y if "slope" in text else log(1 + exp(-value if y else value))


def test_drills_are_right_by_hand():
    for number in range(300):
        card = recall.exercise(11, number)
        assert card.right[0].answer == pytest.approx(by_hand(card), rel=1e-9), card.question


def test_slips_of_the_first_drill_are_what_they_say():
    card = recall.exercise(7, 0)
    y, y_hat = signed_numbers(render.to_text(card.question))
    q = y_hat if y else 1 - y_hat
    expected = {
        drills.BASE_10: -math.log10(q),
        drills.BASE_2: -math.log2(q),
        drills.NO_MINUS: log(q),
        drills.OTHER_TERM: -log(1 - q),
        drills.EXCHANGED: math.inf,
        drills.SQUARED: (1 - q) ** 2 / 2,
    }
    assert {option.slip: option.answer for option in card.wrong} == pytest.approx(expected)


def test_the_drill_widget_goes_on_and_counts():
    drill = recall.drill(7)
    first = drill.question
    first.controls.text.value = str(first.card.right[0].answer)
    first.check_button.click()
    assert "1 of 1 right" in drill.status.value
    drill.next_button.click()
    assert drill.question is not first and drill.question in drill.children and first not in drill.children
    drill.question.answer_button.click()
    assert "Exercise 2 of series 7" in drill.status.value and "1 of 2 right" in drill.status.value


def test_a_drill_without_a_seed_is_new_and_says_how_to_repeat_it():
    drill = recall.drill()
    assert f"series {drill.seed}" in drill.status.value
    assert drill.question.card == recall.exercise(drill.seed, 0)


# Review and its file


def test_boxes_wait_longer_and_a_wrong_answer_starts_afresh():
    progress, day, waited = Progress(None), MONDAY, []
    for _ in range(5):
        progress.record("the-race", True, day)
        due = date.fromisoformat(progress.boxes["the-race"]["due"])
        waited.append((due - day).days)
        assert not progress.due("the-race", due - timedelta(days=1)) and progress.due("the-race", due)
        day = due
    assert waited == [1, 3, 7, 21, 21]
    progress.record("the-race", False, day)
    assert progress.boxes["the-race"] == {"box": 0, "due": day.isoformat()}


def test_a_sitting_asks_again_what_went_wrong():
    session = Session(Progress(None), list("abcdef"), new=5, today=MONDAY)
    asked = []
    while session.current:
        asked.append(session.current)
        session.record(right=asked.count(session.current) > 1 or session.current != "b")
        session.advance()
    assert asked == ["a", "b", "c", "d", "e", "b"]


def test_what_went_wrong_comes_first_the_next_day_and_known_cards_wait():
    progress = Progress(None)
    progress.record("a", True, MONDAY)
    progress.record("b", False, MONDAY)
    progress.record("c", True, MONDAY)
    progress.record("c", True, MONDAY + timedelta(days=1))
    assert Session(progress, list("abcd"), new=1, today=MONDAY + timedelta(days=1)).queue == ["b", "a", "d"]


def test_a_card_that_was_not_answered_goes_to_the_end():
    session = Session(Progress(None), ["a", "b"], today=MONDAY)
    session.advance()
    assert session.queue == ["b", "a"]


def test_progress_is_kept_in_the_file_that_the_student_chose(tmp_path):
    path = tmp_path / "mine.json"
    reviewed = recall.review(path)
    assert not path.exists()
    give_up(reviewed.question)
    card_id = reviewed.question.card.id
    assert json.loads(path.read_text("utf-8"))["cards"][card_id]["box"] == 0
    assert Progress(path).boxes == reviewed.progress.boxes
    assert os.listdir(tmp_path) == ["mine.json"]


def test_a_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    give_up(recall.review("~/mine.json").question)
    assert recall.export_anki("~/mine.apkg") == tmp_path / "mine.apkg"
    assert sorted(os.listdir(tmp_path)) == ["mine.apkg", "mine.json"]


@pytest.mark.parametrize("write", [recall.review, recall.export_anki])
def test_a_file_of_another_kind_is_refused_and_left_as_it_is(tmp_path, write):
    path = tmp_path / "my_notebook.ipynb"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"my_notebook\.ipynb does not"):
        write(path)
    assert os.listdir(tmp_path) == [path.name] and path.read_text("utf-8") == "{}"


def test_the_review_widget_runs_to_its_end(tmp_path):
    reviewed = recall.review(tmp_path / "p.json", notebook="01", new=2)
    for _ in range(2):
        answer_rightly(reviewed.question)
        reviewed.next_button.click()
    assert reviewed.question is None and "Nothing more to review" in reviewed.status.value
    assert recall.review(tmp_path / "p.json", notebook="01", new=0).session.queue == []


def test_without_a_file_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reviewed = recall.review(None)
    give_up(reviewed.question)
    assert os.listdir(tmp_path) == [] and reviewed.progress.message == ""


GOOD = {"box": 2, "due": "2026-11-23"}


DAMAGED = ["", "{", "[]", "null", "\x00\x00", "[" * 100_000]
DAMAGED += ['{"version": 1}', '{"version": 1, "cards": [1]}', '{"version": 1, "cards": {"a"']
DAMAGED += ['{"version": 2, "cards": {}}']


@pytest.mark.parametrize("text", DAMAGED, ids=lambda text: text[:30])
def test_a_damaged_file_is_set_aside_with_a_sentence(tmp_path, text):
    path = tmp_path / "p.json"
    path.write_text(text, "utf-8")
    progress = Progress(path)
    assert progress.boxes == {} and not path.exists()
    assert (tmp_path / "p.damaged-1.json").read_text("utf-8") == text
    assert "p.json could not be read in full and is now called p.damaged-1.json" in progress.message
    progress.record("a", True, MONDAY)
    assert Progress(path).boxes["a"]["box"] == 1 and (tmp_path / "p.damaged-1.json").read_text("utf-8") == text


def test_bytes_that_are_no_text_are_set_aside(tmp_path):
    path = tmp_path / "p.json"
    path.write_bytes(b"\xff\xfe\x00{")
    assert "damaged-1" in Progress(path).message and not path.exists()


def test_an_older_damaged_file_is_not_overwritten(tmp_path):
    for text in ("one", "two"):
        (tmp_path / "p.json").write_text(text, "utf-8")
        Progress(tmp_path / "p.json")
    assert [(tmp_path / f"p.damaged-{n}.json").read_text("utf-8") for n in (1, 2)] == ["one", "two"]


BAD = [{"box": 9, "due": "2026-11-23"}, {"box": 1, "due": "soon"}, {"box": True, "due": "2026-11-23"}, {"box": 1}, 3]


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_what_can_be_read_of_a_damaged_file_is_kept(tmp_path, bad):
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"version": 1, "cards": {"a": GOOD, "b": bad}}), "utf-8")
    progress = Progress(path)
    assert progress.boxes == {"a": GOOD} and progress.message.endswith("Cards whose progress is kept: 1.")
    progress.record("c", True, MONDAY)
    assert set(Progress(path).boxes) == {"a", "c"}


def test_a_file_damaged_during_a_review_costs_no_card(tmp_path):
    path = tmp_path / "p.json"
    progress = Progress(path)
    progress.record("a", True, MONDAY)
    path.write_text("{", "utf-8")
    progress.record("b", True, MONDAY)
    assert set(Progress(path).boxes) == {"a", "b"} and progress.message.endswith("progress is kept: 1.")


def test_a_read_only_file_is_left_as_it_is(tmp_path, monkeypatch):
    path = tmp_path / "p.json"
    Progress(path).record("a", True, MONDAY)
    stored = path.read_bytes()
    monkeypatch.setattr(os, "access", lambda file, mode: mode != os.W_OK)  # who is root may write everywhere
    progress = Progress(path)
    progress.record("b", True, MONDAY)
    assert path.read_bytes() == stored and "cannot be used (it is read-only)" in progress.message


def test_a_link_stays_a_link_and_permissions_stay(tmp_path):
    path, link = tmp_path / "p.json", tmp_path / "link.json"
    Progress(path).record("a", True, MONDAY)
    path.chmod(0o640)
    link.symlink_to(path)
    Progress(link).record("b", True, MONDAY)
    assert link.is_symlink() and set(Progress(path).boxes) == {"a", "b"}
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_damaged_file_is_mentioned_in_the_review(tmp_path):
    (tmp_path / "p.json").write_text("{", "utf-8")
    assert "could not be read" in recall.review(tmp_path / "p.json").status.value


def test_cards_of_another_edition_and_of_another_notebook_are_not_lost(tmp_path):
    path = tmp_path / "p.json"
    path.write_text(json.dumps({"version": 1, "cards": {"old-card": GOOD}}), "utf-8")
    one, two = Progress(path), Progress(path)
    one.record("a", True, MONDAY)
    two.record("b", True, MONDAY)
    assert set(Progress(path).boxes) == {"old-card", "a", "b"}


def test_a_crash_while_writing_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "p.json"
    Progress(path).record("a", True, MONDAY)
    before = path.read_text("utf-8")

    def crash(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(progress.os, "replace", crash)
    with pytest.raises(KeyboardInterrupt):
        Progress(path).record("b", True, MONDAY)
    assert path.read_text("utf-8") == before and os.listdir(tmp_path) == ["p.json"]


@pytest.mark.parametrize("place", ["no/such/folder/p.json", "."])
def test_a_file_that_cannot_be_used_is_said_and_does_not_stop_the_review(tmp_path, place):
    reviewed = recall.review(tmp_path / place)
    give_up(reviewed.question)
    assert "Progress is not kept" in reviewed.status.value
    assert reviewed.progress.boxes[reviewed.question.card.id]["box"] == 0


# Anki


def notes(path):
    with zipfile.ZipFile(path) as package:
        package.extract("collection.anki2", path.parent)
    database = sqlite3.connect(path.parent / "collection.anki2")
    try:
        rows = database.execute("select guid, flds, tags from notes").fetchall()
        decks = json.loads(database.execute("select decks from col").fetchone()[0])
    finally:
        database.close()
    return {guid: fields.split("\x1f") for guid, fields, _ in rows}, set(decks)


def test_the_anki_deck_holds_every_card_and_keeps_its_ids(tmp_path):
    first, decks = notes(recall.export_anki(tmp_path / "a.apkg"))
    second, decks_again = notes(recall.export_anki(tmp_path / "b.apkg"))
    assert len(first) == len(CARDS) + len(recall.load_concepts())
    assert first == second and decks == decks_again
    fronts = [front for front, _ in first.values()]
    assert all(any(render.to_html(card.question) in front for front in fronts) for card in CARDS.values())
    sides = "".join(front + back for front, back in first.values())
    assert r"\(" in sides and "$" not in sides and "<a " not in sides


def test_a_changed_card_keeps_its_anki_id(tmp_path, monkeypatch):
    before, _ = notes(recall.export_anki(tmp_path / "a.apkg"))
    changed = {key: recall.Card(**{**vars(card), "question": card.question + " (new)"}) for key, card in CARDS.items()}
    monkeypatch.setattr("helpers.recall.anki.load_cards", lambda: changed)
    after, _ = notes(recall.export_anki(tmp_path / "b.apkg"))
    assert set(after) == set(before) and after != before


def test_without_genanki_the_message_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(ImportError, match="pip install genanki"):
        recall.export_anki(tmp_path / "a.apkg")

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
from html.parser import HTMLParser
from math import exp, log
from pathlib import Path

import pytest

from helpers import recall
from helpers.recall import cards, drills, parts, render

CARDS = recall.load_cards()
FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = {path.stem for path in FOLDER.glob("[0-9]*.ipynb")}


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
        assert 3 <= sum(card.closing for card in mine) <= 4


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


def test_the_concepts_are_there():
    wanted = {"sigmoid", "softmax", "loss-function", "maximum-likelihood", "gradient-descent"}
    wanted |= {"proper-score", "calibration"}
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
    "price-of-exaggerating": 0.7 * log(7 / 9) + 0.3 * log(3),
    "corrected-ninety": 3 / 4,  # odds √9
    "price-of-the-base-rate": -log(0.7**0.7 * 0.3**0.3),
    "loss-in-bits": 2.0,
    "kl-of-a-soft-label": 0.5 * log(0.5 / 0.9) + 0.5 * log(0.5 / 0.1),
}


def test_every_number_has_been_worked_by_hand():
    assert {card.id for card in of_kind("number")} == set(BY_HAND), "work it out by hand, and add it to BY_HAND"


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
        r'<p><span class="tex" data-text="y &lt; 1"><span>\(y &lt; 1\)</span></span> &amp; '
        "<code>a &lt; b</code> is <em>not</em> 2 * 3 * 4</p>"
    )
    assert render.to_html("a\n\n$$\\eta$$") == (
        r'<p>a</p><p><span class="tex" data-text="η"><span>\[\eta\]</span></span></p>'
    )
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
PAGES |= {"review": recall.review, "drill": lambda: recall.drill(3)}


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
    assert tags.open == [] and tags.seen["strong"] == len(recall.load_concepts()) and tags.seen["a"] >= 10
    shown = re.sub(r"(?s)</summary>.*?</details>", "", page.html())
    for concept in recall.load_concepts().values():
        assert concept.name in shown and render.to_html(concept.formula) not in shown
        assert render.to_html(concept.formula) in page.html()
    assert all(concept.name in page.text() for concept in recall.load_concepts().values())


def test_a_bundle_holds_text_and_html_and_no_widget():
    pages = [recall.ask("first-loss"), recall.quiz("01"), recall.drill(1), recall.review(), recall.concepts()]
    assert [set(page._repr_mimebundle_()) for page in pages] == [{"text/plain", "text/html"}] * len(pages)


def test_what_is_stored_is_the_same_each_time():
    for make in (lambda: recall.quiz("04"), lambda: recall.drill(4), recall.review):
        assert (make().text(), make().html()) == (make().text(), make().html())
    assert recall.drill().still() == recall.drill().still() and recall.drill().html() != recall.drill().html()


def test_links_lead_to_the_notebook():
    assert 'href="03_gradient_vs_squared_error.ipynb#The-race"' in recall.ask("the-race").html()


# What the script in the page is told; tests/browser/test_recall.py holds what it makes of it


def test_the_state_says_which_options_are_right():
    for card in CARDS.values():
        state = parts.card_state(card)
        assert (state["id"], state["kind"]) == (card.id, card.kind)
        if card.kind in ("choose several", "order"):
            assert [card.options[k] for k in state["right"]] == list(card.right)
        if card.kind == "choose one":
            assert card.options[state["right"]] == card.right[0]


def test_every_slip_and_every_point_stands_in_the_page_once():
    checked = 0
    for card in CARDS.values():
        html = render.card_html(card) + render.words_html(card)
        named = {"number": card.wrong, "text": card.right}.get(card.kind, card.options)
        for k, option in enumerate(named):
            once = f'data-say="slip-{k}">'
            assert html.count(once) == bool(option.slip), (card.id, k)
            ends = (f"{render.inline(option.slip)}</span>", f"{render.to_html(option.slip)}</div>")
            assert not option.slip or html.partition(once)[2].startswith(ends), (card.id, k)
            checked += html.count(once)
    assert checked > 150


def test_an_answer_is_not_in_what_the_page_shows_at_first():
    for card in CARDS.values():
        shown = re.sub(r"(?s)<details>.*?</details>", "", render.card_html(card))
        assert render.to_html(card.explanation) not in shown and "data-say" not in shown


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
    slips = drills.WORDS["slips"]
    expected = {
        slips["base-10"]: -math.log10(q),
        slips["base-2"]: -math.log2(q),
        slips["no-minus"]: log(q),
        slips["other-term"]: -log(1 - q),
        slips["exchanged"]: math.inf,
        slips["squared"]: (1 - q) ** 2 / 2,
    }
    assert {option.slip: option.answer for option in card.wrong} == pytest.approx(expected)


def test_a_drill_without_a_seed_is_new_and_says_how_to_repeat_it():
    one, other = recall.drill(), recall.drill(7)
    assert one.cards == recall.drill(int(one.state()["seed"])).cards
    assert len(one.cards) >= 24 and other.cards[0] == recall.exercise(7, 0)


# Files


def test_a_tilde_is_the_home_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert recall.export_anki("~/mine.apkg") == tmp_path / "mine.apkg"
    assert os.listdir(tmp_path) == ["mine.apkg"]


def test_a_file_of_another_kind_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "my_notebook.ipynb"
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"my_notebook\.ipynb does not"):
        recall.export_anki(path)
    assert os.listdir(tmp_path) == [path.name] and path.read_text("utf-8") == "{}"


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

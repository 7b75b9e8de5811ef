"""Cards as parts of a page: question, controls, a button to check, and feedback that names the slip, without a kernel.

Python computes what is right, and each slip; cards.js compares. Where scripts do not run, a card is its question with
the answer folded (`html()` holds both), and where there is no HTML it is its text.
"""

import math
import random

from .. import page
from . import cards as c
from . import render
from .cards import NOTEBOOKS, cards_of, find, load_cards, load_concepts
from .drills import DRILLS, exercise

SCRIPTS = ("recall/series.js", "recall/cards.js")
ROUNDS = 5  # of all kinds of exercises, drawn in advance
WAITS = (0, 1, 3, 7, 21)  # days until a card in box 0, 1, 2, … of a review is asked again
KEY = "cross-entropy-course.review"  # under which the browser remembers a review
SERIES = c.WORDS["series"]


# One line each in a notebook


def ask(card_id):
    """One card of the data file, by its id."""
    return Cards([find(load_cards(), card_id, "card")])


def quiz(notebook, closing=True):
    """The closing questions of a notebook, called by its number: quiz("01"). With closing=False its other questions."""
    return Cards([card for card in cards_of(notebook) if card.closing == bool(closing)])


def drill(seed=None):
    """Numeric exercises with fresh numbers. A seed gives its own series again; without one it is new each time."""
    return Drill(seed)


def review(notebook=None, new=10):
    """Review all cards, or those of one notebook. What went wrong comes again: in this sitting, and then after days.

    The browser remembers which card is due when. new : how many cards that you have not met yet join a sitting.
    """
    return Review(cards_of(notebook) if notebook else list(load_cards().values()), new)


def concept(concept_id):
    """One idea on a card: formula, meaning, and links to where it is used."""
    return Concepts([find(load_concepts(), concept_id, "concept")])


def concepts():
    """All concept cards."""
    return Concepts(list(load_concepts().values()))


# What cards.js needs to know


def _place(number):
    """A number as text that JavaScript reads, since JSON has no ∞."""
    return repr(float(number)).replace("inf", "Infinity")


def _number_state(card):
    right = card.right[0].answer
    coarse = [number for number in c.coarse_numbers(right, card.decimals) if math.isfinite(number)]
    unit = f" in {card.unit}" if card.unit else ""
    hints = {"wanted": f"Your answer{unit}, {card.decimals} decimals:", "unit": c.other_unit(card.unit)}
    hints |= {name: words.format(card.decimals) for name, words in c.WORDS["rounding"].items()}
    told = {"right": _place(right), "wrong": [_place(option.answer) for option in card.wrong], "coarse": coarse}
    return told | {"tolerance": c.tolerance(card.decimals), "near": c.NEAR, "unit": card.unit, "hints": hints}


def card_state(card):
    """A card as cards.js judges it: the places of the right options, or what a number is compared with."""
    state = {"id": card.id, "kind": card.kind}
    if card.kind == "number":
        return state | _number_state(card)
    if card.kind == "text":
        return state
    right = [card.options.index(option) for option in card.right]
    return state | {"right": right[0] if card.kind == "choose one" else right}


# What is displayed


class Cards:
    """Cards under one another: a part of a page, and its text."""

    mode, scripts = "quiz", SCRIPTS

    def __init__(self, cards):
        self.cards = cards

    def still(self):
        """Each question, and its answer folded away."""
        return "<hr>".join(render.card_html(card) for card in self.cards)

    def more(self):
        """HTML that only the living cards use."""
        return "".join(render.words_html(card) for card in self.cards)

    def text(self):
        """Each question in plain text, without its answer."""
        return "\n\n".join(render.card_text(card) for card in self.cards)

    def state(self):
        """What cards.js knows, as JSON can say it."""
        common = {"hints": c.HINTS, "labels": c.WORDS["labels"], "series": SERIES.get(self.mode, {})}
        return {"mode": self.mode, "cards": [card_state(card) for card in self.cards], "common": common}

    def html(self):
        """The part of a page."""
        still, state, more = self.still(), self.state(), self.more()
        return page.part(still, state, scripts=self.scripts, looks="recall/cards.css", more=more)

    def _repr_mimebundle_(self, **kwargs):
        return {"text/plain": self.text(), "text/html": self.html()}


class Drill(Cards):
    """Exercises of one series, one after the other. As a still it shows those of series 1, or of the seed."""

    mode = "drill"

    def __init__(self, seed=None):
        self.seed = random.SystemRandom().randrange(10**6) if seed is None else seed
        super().__init__([exercise(self.seed, number) for number in range(ROUNDS * len(DRILLS))])
        samples = Cards([exercise(1 if seed is None else seed, number) for number in range(len(DRILLS))])
        self.still, self.text = samples.still, samples.text

    def state(self):
        return super().state() | {"seed": str(self.seed)}

    def more(self):
        return "".join(render.card_html(card) for card in self.cards) + super().more()


class Review(Cards):
    """One sitting of a spaced review. As a still it is all cards, folded, by notebook."""

    mode = "review"

    def __init__(self, cards, new=10):
        super().__init__([card for stem in NOTEBOOKS for card in cards_of(stem) if card in cards])
        self.new = new

    def state(self):
        kept = {"boxes": {}, "_kept": {"boxes": KEY}}
        return super().state() | {"leitner": {"waits": WAITS, "fresh": self.new}} | kept

    def still(self):
        groups = ((stem[:2], [card for card in self.cards if card in cards_of(stem)]) for stem in NOTEBOOKS)
        return "".join(_group_html(number, cards) for number, cards in groups if cards)

    def text(self):
        return f"A review of {len(self.cards)} cards. Run this cell: what you get wrong comes again."


def _group_html(number, cards):
    summary = f"<summary>Notebook {number}: {len(cards)} cards</summary>"
    return f"<details>{summary}{'<hr>'.join(map(render.card_html, cards))}</details>"


class Concepts(Cards):
    """Concept cards: names, and folded away what they mean. Nothing in them is judged."""

    def __init__(self, concepts):
        super().__init__([])
        self.concepts = concepts

    def still(self):
        return "<hr>".join(render.concept_html(concept) for concept in self.concepts)

    def text(self):
        return "\n\n".join(render.concept_text(concept) for concept in self.concepts)

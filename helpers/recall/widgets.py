"""Cards as ordinary ipywidgets: question, controls, a button to check, and feedback that names the slip.

What is displayed without a kernel is the same card with its answer folded (``html()``) and in plain text (``text()``).
"""

import random
from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets

from . import render
from .cards import NOTEBOOKS, cards_of, closing_cards, find_card, find_concept, judge, load_cards, load_concepts
from .drills import DRILLS, exercise
from .progress import Progress, Session

STYLE = """<style>
.recall-card { width: 100%; min-width: 0; max-width: 48em; margin-bottom: 1.2em; overflow: visible; }
.recall-card > * { min-width: 0; max-width: 100%; }
.recall-card .widget-htmlmath, .recall-card .widget-text { height: auto; }
.recall-card .widget-htmlmath-content { flex: 1 1 0; min-width: 0; line-height: 1.5; white-space: normal; }
.recall-card .widget-htmlmath-content p { margin: 0.4em 0; }
.recall-card .widget-htmlmath-content ul, .recall-card .widget-htmlmath-content ol { padding-left: 1.6em; }
.recall-card mjx-container { max-width: 100%; }
.recall-card mjx-container[display="true"] { overflow-x: auto; overflow-y: hidden; padding: 0.4em 0; }
.recall-card .widget-text { flex-wrap: wrap; }
.recall-card .widget-text input { flex: 1 1 8em; max-width: 10em; }
.recall-card .widget-radio-box label, .recall-card .widget-checkbox label {
  display: flex; flex-direction: row; align-items: baseline; gap: 0.5em;
  height: auto; line-height: 1.4; white-space: normal; margin: 0 0 0.4em; }
.recall-card .widget-radio-box input, .recall-card .widget-checkbox input {
  order: -1; flex: none; align-self: baseline; position: static; margin: 0; transform: translateY(0.1em); }
.recall-card .widget-radio-box input { transform: translateY(0.35em); }
.recall-card .widget-checkbox { height: auto; }
.recall-card code { white-space: nowrap; }
.recall-card a { color: var(--jp-content-link-color, LinkText); text-decoration: underline; }
.recall-card :is(a, button, input, select, textarea):focus-visible {
  outline: 3px solid #0072b2 !important; outline-offset: 1px; box-shadow: 0 0 0 1px #fff; }
.recall-feedback { border-left: 4px solid currentColor; padding: 0.1em 0 0.1em 0.8em; margin: 0.4em 0; }
</style>"""
WIDE = {"width": "auto"}


# One line each in a notebook


def ask(card_id):
    """One card of the data file, by its id."""
    return Question(find_card(card_id))


def quiz(notebook, closing=True):
    """The closing questions of a notebook, called by its number: quiz("01"). With closing=False its other questions."""
    cards = closing_cards(notebook) if closing else [card for card in cards_of(notebook) if not card.closing]
    return Quiz(cards)


def drill(seed=None):
    """Numeric exercises without end, with fresh numbers. A seed gives its own series again; without one it is new."""
    return Drill(seed)


def review(progress="recall_progress.json", notebook=None, new=10):
    """Review all cards, or those of one notebook. What went wrong comes again: in this sitting, and then after days.

    progress : the file to remember in (None for no file), beside the notebook unless it has a folder; it ends in .json.
    It is written only once you have answered. new : how many cards that you have not met yet join a sitting.
    """
    cards = cards_of(notebook) if notebook else list(load_cards().values())
    return Review(cards, Progress(progress), new)


def concept(concept_id):
    """One idea on a card: formula, meaning, and links to where it is used."""
    return Concepts([find_concept(concept_id)])


def concepts():
    """All concept cards."""
    return Concepts(list(load_concepts().values()))


# Controls, one class a kind: what to show, and what the student gave


class _Choice:
    def __init__(self, card):
        options = [(render.to_text(option.answer), option.answer) for option in card.options]
        self.radio = widgets.RadioButtons(options=options, value=None, layout=WIDE)
        self.shown = [self.radio]

    def given(self):
        return self.radio.value


class _Several:
    def __init__(self, card):
        self.shown = [_checkbox(option.answer) for option in card.options]
        self._answers = [option.answer for option in card.options]

    def given(self):
        return _ticked(self.shown, self._answers)


class _Number:
    def __init__(self, card):
        unit = f" in {card.unit}" if card.unit else ""
        wanted = f"Your answer{unit}, {card.decimals} decimals:"
        style = {"description_width": "initial"}
        self.text = widgets.Text(description=wanted, style=style, layout={"width": "98%"})
        self.shown = [self.text]

    def given(self):
        return self.text.value


class _Order:
    def __init__(self, card):
        self._answers = [option.answer for option in card.options]
        self.places = [self._place(letter) for letter, _ in zip(render.LETTERS, self._answers, strict=False)]
        self.shown = [_row(place, answer) for place, answer in zip(self.places, self._answers, strict=True)]

    def _place(self, letter):
        places = [("–", 0)] + [(str(i), i) for i in range(1, len(self._answers) + 1)]
        style, layout = {"description_width": "initial"}, {"width": "9em", "flex": "0 0 auto"}
        return widgets.Dropdown(description=f"Place of {letter}:", options=places, style=style, layout=layout)

    def given(self):
        chosen = dict(zip([place.value for place in self.places], self._answers, strict=True))
        return [chosen[place] for place in sorted(chosen)] if 0 not in chosen else []


class _Words:
    """A text is first written, then compared with the model answer, point by point."""

    def __init__(self, card):
        self._points = [option.answer for option in card.right]
        layout, style = {"width": "98%", "height": "6em"}, {"description_width": "initial"}
        self.area = widgets.Textarea(description="Your answer:", layout=layout, style=style)
        self.points = [_checkbox(point) for point in self._points]
        self.model = widgets.HTMLMath()
        self.shown = [self.area]
        self._model = card.model

    def reveal(self):
        lead = "<p>Compare, and tick what you had. Be as fair as to a friend.</p>"
        self.model.value = f'<div role="alert">{render.to_html(self._model)}{lead}</div>'

    def given(self):
        return _ticked(self.points, self._points)


CONTROLS = {"choose one": _Choice, "choose several": _Several, "number": _Number, "order": _Order, "text": _Words}


def _checkbox(answer):
    return widgets.Checkbox(description=render.to_text(answer), indent=False, layout=WIDE)


def _ticked(boxes, answers):
    return [answer for box, answer in zip(boxes, answers, strict=True) if box.value]


def _row(place, answer):
    text = widgets.HTMLMath(render.to_html(answer), layout={"flex": "1 1 14em"})
    return widgets.HBox([place, text], layout={"align_items": "baseline"})


class _Keys(anywidget.AnyWidget):
    """Sits in a card, unseen, and completes its controls for the keyboard: see keys.js."""

    _esm = Path(__file__).with_name("keys.js")
    take_focus = traitlets.Bool().tag(sync=True)

    def __init__(self, take_focus=False):
        super().__init__(layout={"display": "none"}, take_focus=take_focus)
        self.on_msg(lambda keys, content, buffers: keys.send(content))


# What can also be shown without a kernel


class _Page:
    """Displays as a widget where a kernel runs, else as HTML and text of its cards."""

    cards = ()

    def html(self):
        return "<hr>".join(render.card_html(card) for card in self.cards)

    def text(self):
        return "\n\n".join(render.card_text(card) for card in self.cards)

    def _repr_mimebundle_(self, **kwargs):
        page = {"text/plain": self.text(), "text/html": self.html()}
        return page if render.without_kernel() else super()._repr_mimebundle_(**kwargs) | page


class Question(_Page, widgets.VBox):
    """One card. `first` is whether the first answer was right, None before; `on_first` is called with it, once.

    take_focus : whether its first control gets the focus, as on a card that a button has asked for.
    """

    def __init__(self, card, on_first=None, take_focus=False):
        self.card, self.cards, self.first, self._on_first = card, [card], None, on_first
        self.controls = CONTROLS[card.kind](card)
        self.question = widgets.HTMLMath(STYLE + render.to_html(card.question))
        self.check_button = _button("Done" if card.kind == "text" else "Check", self.check)
        self.answer_button = _button("Show the answer", self.show_answer)
        self.compared = widgets.VBox()
        self.feedback = widgets.HTMLMath()
        super().__init__()
        self.add_class("recall-card")
        self.children = [self.question, *self.controls.shown, *self._buttons(), self.feedback, _Keys(take_focus)]

    def check(self, _=None):
        """Judge what the student gave, and say which slip it was."""
        judgement = judge(self.card, self.controls.given())
        self.feedback.value = _feedback(judgement, self.card)
        if judgement.right is not None:
            self._take(judgement.right)

    def show_answer(self, _=None):
        """Give up: the answer, with all slips; counts as not right. For a text: the model answer, to compare with."""
        if self.card.kind == "text":
            return self._reveal()
        self.feedback.value = _alert(render.answer_html(self.card))
        self._take(False)

    def _reveal(self):
        self.controls.reveal()
        self.compared.children = [self.controls.model, *self.controls.points, self.check_button]

    def _buttons(self):
        if self.card.kind == "text":
            return [self.answer_button, self.compared]
        return [widgets.HBox([self.check_button, self.answer_button])]

    def _take(self, right):
        if self.first is None:
            self.first = right
            if self._on_first:
                self._on_first(right)


class Quiz(_Page, widgets.VBox):
    """Several cards under one another."""

    def __init__(self, cards):
        self.cards = cards
        self.questions = [Question(card) for card in cards]
        super().__init__(self.questions)


class Drill(_Page, widgets.VBox):
    """Exercises of one series, one after the other."""

    def __init__(self, seed=None):
        self.seed = random.SystemRandom().randrange(10**6) if seed is None else seed
        self.cards = [exercise(1 if seed is None else seed, number) for number in range(len(DRILLS))]
        self.number, self.asked, self.right = -1, 0, 0
        self.status = widgets.HTMLMath()
        self.next_button = _button("Another one", self.advance)
        super().__init__()
        self.add_class("recall-card")
        self._ask()

    def advance(self, _=None):
        """Ask the next exercise."""
        self._ask(take_focus=True)

    def _ask(self, take_focus=False):
        self.number += 1
        self.question = Question(exercise(self.seed, self.number), self._count, take_focus)
        self.children = [self.status, self.question, self.next_button]
        self._show_status()

    def _count(self, right):
        self.asked, self.right = self.asked + 1, self.right + right
        self._show_status()

    def _show_status(self):
        score = f" {self.right} of {self.asked} right at the first try." if self.asked else ""
        self.status.value = f'<p role="status">Exercise {self.number + 1} of series {self.seed}.{score}</p>'


class Review(_Page, widgets.VBox):
    """One sitting of a spaced review."""

    def __init__(self, cards, progress, new=10):
        self.cards, self.progress = cards, progress
        self.session = Session(progress, [card.id for card in cards], new)
        self.status = widgets.HTMLMath()
        self.next_button = _button("Next card", self.advance)
        super().__init__()
        self.add_class("recall-card")
        self._ask()

    def advance(self, _=None):
        """Go on. A card that went wrong comes again after a few others."""
        self.session.advance()
        self._ask(take_focus=True)

    def html(self):
        groups = ((stem[:2], [card for card in cards_of(stem) if card in self.cards]) for stem in NOTEBOOKS)
        return "".join(_group_html(number, cards) for number, cards in groups if cards)

    def text(self):
        return f"A review of {len(self.cards)} cards. Run this cell: what you get wrong comes again."

    def _ask(self, take_focus=False):
        card_id = self.session.current
        self.question = Question(find_card(card_id), self._record, take_focus) if card_id else None
        self.children = [self.status, self.question, self.next_button] if card_id else [self.status]
        self._show_status()

    def _record(self, right):
        self.session.record(right)
        self._show_status()

    def _show_status(self):
        left = len(self.session.queue)
        words = f"Cards left in this sitting: {left}." if left else "Nothing more to review today. Come back tomorrow."
        self.status.value = f'<p role="status">{words} {self.progress.message}</p>'


class Concepts(_Page):
    """Concept cards. Nothing in them moves, so they are a page and not a widget."""

    def __init__(self, concepts):
        self.concepts = concepts

    def html(self):
        return "<hr>".join(render.concept_html(concept) for concept in self.concepts)

    def text(self):
        return "\n\n".join(render.concept_text(concept) for concept in self.concepts)

    def _repr_mimebundle_(self, **kwargs):
        return {"text/plain": self.text(), "text/html": self.html()}


def _group_html(number, cards):
    summary = f"<summary>Notebook {number}: {len(cards)} cards</summary>"
    return f"<details>{summary}{'<hr>'.join(map(render.card_html, cards))}</details>"


def _button(words, action):
    button = widgets.Button(description=words, layout={"width": "auto", "align_self": "flex-start"})
    button.on_click(action)
    return button


def _feedback(judgement, card):
    lead = {True: "<p><strong>✓ Right.</strong></p>", False: "<p><strong>✗ Not yet.</strong></p>", None: ""}
    back = render.back(card) if judgement.right is False else ""
    return _alert(lead[judgement.right] + render.to_html(judgement.message) + back)


def _alert(content):
    return f'<div class="recall-feedback" role="alert">{content}</div>'

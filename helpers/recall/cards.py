"""Cards from the data file, and the judge of an answer to each."""

import functools
import hashlib
import math
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .. import losses, page

FILE = Path(__file__).with_name("cards.toml")
NOTEBOOKS = (
    "01_definition",
    "02_maximum_likelihood",
    "03_gradient_vs_squared_error",
    "04_week2_exercise",
    "05_multiclass",
    "06_active_recall",
    "07_calibration",
)
KINDS = ("choose one", "choose several", "number", "order", "text")
WORDS = tomllib.loads(page.read("recall/words.toml"))
HINTS = WORDS["hints"]
NEAR = 0.02  # what rounding on the way usually costs, as a part of the number


class Option(NamedTuple):
    """An answer, and the slip to name: for choosing a wrong one, or for missing a right one."""

    answer: str | float
    slip: str = ""


class Judgement(NamedTuple):
    """right is None where an answer cannot be judged (empty or unreadable); the message then says what is wanted."""

    right: bool | None
    message: str


@dataclass(frozen=True)
class Card:
    """One question.

    right : the right options. Choose one and number: one; choose several: all of them; order: the steps in their order,
    each with the reason why it follows the step before it; text: the points that a good answer makes.
    wrong : the wrong options, each with the slip that it stands for. A number's are floats, computed by helpers.losses.
    """

    id: str
    notebook: str
    section: str
    kind: str
    question: str
    explanation: str
    right: tuple[Option, ...]
    wrong: tuple[Option, ...] = ()
    model: str = ""
    unit: str = ""
    decimals: int = 3
    closing: bool = False
    group: str = ""

    @property
    def options(self):
        """All options in an order that depends on the card alone, and not on which are right."""
        shuffled = sorted(self.right + self.wrong, key=lambda option: self._shuffle_key(option.answer))
        return tuple(reversed(shuffled)) if self.kind == "order" and tuple(shuffled) == self.right else tuple(shuffled)

    def _shuffle_key(self, answer):
        return hashlib.sha256(f"{self.id}: {answer}".encode()).hexdigest()

    @property
    def answer(self):
        """The right answer as text: a number with its unit, an option, the steps, or the model answer."""
        if self.kind == "number":
            return show_number(self.right[0].answer, self.decimals, self.unit)
        return self.model or "; ".join(option.answer for option in self.right)


@dataclass(frozen=True)
class Concept:
    """One idea to remember: formula, meaning in words, and the places where it is used."""

    id: str
    name: str
    formula: str
    text: str
    used_in: tuple[tuple[str, str, str], ...]


# The file


@functools.cache
def load_cards(path=FILE):
    """All cards of the file, by id, in the file's order. A ValueError names the card and what is wrong with it."""
    return by_id([_read_card(entry) for entry in read_file(path).get("card", [])], path)


@functools.cache
def load_concepts(path=FILE):
    """All concept cards of the file, by id, in the file's order."""
    return by_id([_read_concept(entry) for entry in read_file(path).get("concept", [])], path)


def cards_of(notebook):
    """All cards that belong to a notebook, named by its number ("01") or its file ("01_definition")."""
    stem = find_notebook(notebook)
    return [card for card in load_cards().values() if (card.group or card.notebook) == stem]


def find_notebook(notebook):
    """The file name, without .ipynb, of the notebook called "01" or "01_definition"."""
    for stem in NOTEBOOKS:
        if str(notebook) in (stem, stem[:2]):
            return stem
    raise ValueError(f"no notebook {notebook!r}; wanted one of {', '.join(stem[:2] for stem in NOTEBOOKS)}")


def compute(helper, arguments, pick=None, mean=False, total=False, times=1.0, base=None):
    """The number that helpers.losses computes: ``losses.helper(*arguments)``, if asked picked, averaged or summed; then
    multiplied by ``times``, and divided by log(base) for another base of the logarithm than e."""
    if helper not in losses.__all__:
        raise ValueError(f"helpers.losses has no function {helper!r}")
    with np.errstate(all="ignore"):
        value = np.asarray(getattr(losses, helper)(*arguments))
    value = value[tuple(pick)] if pick else value
    value = value.mean() if mean else value.sum() if total else value
    return times * float(value) / (math.log(base) if base else 1.0)


def read_file(path):
    return tomllib.loads(Path(path).read_text("utf-8"))


def by_id(entries, path):
    found = {entry.id: entry for entry in entries}
    if len(found) < len(entries):
        ids = [entry.id for entry in entries]
        raise ValueError(f"{path}: more than one entry has the id {next(i for i in ids if ids.count(i) > 1)!r}")
    return found


def find(entries, key, what):
    """The entry with this id; a ValueError lists the ids that exist."""
    if not isinstance(key, str) or key not in entries:
        raise ValueError(f"no {what} {key!r}; there are {', '.join(entries)}")
    return entries[key]


def _read_card(entry):
    entry = dict(entry)
    name = entry.get("id", "a card without id")
    try:
        entry["right"] = tuple(_read_option(option) for option in entry["right"])
        entry["wrong"] = tuple(_read_option(option) for option in entry.get("wrong", []))
        card = Card(**entry)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"card {name!r}: {error}") from error
    _refuse_bad_card(card)
    return card


def _read_option(entry):
    entry = dict(entry)
    slip = entry.pop("slip", "")
    return Option(entry["answer"] if "answer" in entry else compute(**entry), slip)


def _read_concept(entry):
    places = tuple((place["notebook"], place["section"], place["text"]) for place in entry["used_in"])
    return Concept(**{**entry, "used_in": places})


def _refuse_bad_card(card):
    answers = [option.answer for option in card.right + card.wrong]
    complaints = {
        f"kind {card.kind!r} is none of {', '.join(KINDS)}": card.kind not in KINDS,
        f"notebook {card.notebook!r} is none of {', '.join(NOTEBOOKS)}": card.notebook not in NOTEBOOKS,
        f"group {card.group!r} is none of {', '.join(NOTEBOOKS)}": card.group not in ("", *NOTEBOOKS),
        f"{card.kind} wants exactly one right answer": card.kind in ("choose one", "number") and len(card.right) != 1,
        "two of its options are the same": len(set(answers)) < len(answers),
        "an option without a slip": any(not option.slip for option in _can_slip(card)),
    }
    for complaint, holds in complaints.items():
        if holds:
            raise ValueError(f"card {card.id!r}: {complaint}")


def _can_slip(card):
    first = {"choose one": 1, "number": 1, "order": 1}.get(card.kind, 0)
    return card.right[first:] + card.wrong


# The judge


def judge(card, given):
    """Judge an answer: an option (choose one), a collection of options (choose several), text with a number (number),
    the steps in order (order), or the points that the student ticked as made (text)."""
    return _JUDGES[card.kind](card, given)


def _judge_choice(card, given):
    if given is None:
        return Judgement(None, HINTS["choose"])
    slips = {option.answer: option.slip for option in card.wrong}
    return Judgement(given not in slips, slips.get(given, card.explanation))


def _judge_several(card, given):
    if not given:
        return Judgement(None, HINTS["chooseSeveral"])
    chosen = [option.slip for option in card.options if option in card.wrong and option.answer in given]
    missed = [option.slip for option in card.options if option in card.right and option.answer not in given]
    return _right_without(chosen + missed, card)


def _judge_order(card, given):
    if sorted(given) != sorted(option.answer for option in card.right):
        return Judgement(None, HINTS["order"])
    place = {answer: i for i, answer in enumerate(given)}
    pairs = zip(card.right, card.right[1:], strict=False)
    slips = [after.slip for before, after in pairs if place[before.answer] > place[after.answer]]
    return _right_without(slips[:1], card)


def _judge_text(card, given):
    missed = [option.slip for option in card.right if option.answer not in given]
    return _right_without(missed, card)


def _right_without(slips, card):
    return Judgement(not slips, "\n\n".join(slips) or card.explanation)


def _judge_number(card, given):
    try:
        value = read_number(given, card.unit)
    except ValueError as error:
        return Judgement(None, str(error))
    if same_number(value, card.right[0].answer, card.decimals):
        return Judgement(True, card.explanation)
    return Judgement(False, _name_slip(card, value, str(given).strip()))


def _name_slip(card, value, typed):
    right = card.right[0].answer
    named = [option.slip for option in card.wrong if same_number(value, option.answer, card.decimals)]
    if named:
        return named[0]
    if is_coarse(value, right, card.decimals):
        return WORDS["rounding"]["coarse"].format(card.decimals)
    if math.isclose(value, right, rel_tol=NEAR):
        return WORDS["rounding"]["nearly"].format(card.decimals)
    return HINTS["unknown"].format(typed)


def same_number(value, wanted, decimals):
    """Equal to within one unit of the last decimal asked for, so that cutting digits off is as good as rounding."""
    return value == wanted or abs(value - wanted) <= tolerance(decimals)


def tolerance(decimals):
    """One unit of the last decimal, and a trifle for rounding."""
    return 1.000001 * 10**-decimals


def is_coarse(value, wanted, decimals):
    """Equal to what is wanted, rounded to fewer decimals than asked for (but not all the way to 0)."""
    return value != 0 and any(math.isclose(value, each, abs_tol=1e-12) for each in coarse_numbers(wanted, decimals))


def coarse_numbers(wanted, decimals):
    """The number with 0, 1, … decimals, one fewer than asked for at the most."""
    return [round(wanted, d) for d in range(decimals)]


def read_number(text, unit=""):
    """The number in "4.605", "4,605 nats", "−0.5" or "∞"; `unit` need not be there, but no other may.

    A ValueError says in a sentence what is wanted.
    """
    number, given = re.fullmatch(r"(.*?)(nats?|bits?|)", str(text).strip().lower(), re.S).groups()
    number = number.rstrip()
    if given.rstrip("s") != unit.rstrip("s") and given and number:
        raise ValueError(other_unit(unit).format(text, given))
    number = number.replace("−", "-").replace(",", ".").replace("∞", "inf")
    if not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?|[+-]?inf(inity)?", number):
        raise ValueError(HINTS["none"].format(text) if number else HINTS["empty"])
    return float(number)


def other_unit(unit):
    """What is said where a number comes in another unit than this one, with two places to fill."""
    return f"Give the answer {f'in {unit}' if unit else 'without a unit'}; “{{}}” is a number of {{}}."


def show_number(value, decimals, unit=""):
    """A number as a reader wants it: decimals as asked for, a true minus sign, ∞, the unit."""
    number = f"{value:.{decimals}f}".replace("-", "−").replace("inf", "∞")
    return f"{number} {unit}".strip()


_JUDGES = {
    "choose one": _judge_choice,
    "choose several": _judge_several,
    "number": _judge_number,
    "order": _judge_order,
    "text": _judge_text,
}

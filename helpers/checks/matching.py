"""The matching exercise "which gradient is this?": four expressions, four names."""

from .verdict import Verdict

EXPRESSIONS = {
    "A": "(ŷ − y)",
    "B": "(ŷ − y) x",
    "C": "(ŷ − y) ŷ(1 − ŷ) x",
    "D": "(ŷ − y) / (ŷ(1 − ŷ))",
}
# each name, with the derivation that leads to it
NAMES = {
    "cross-entropy, by ŷ": "only the loss itself is differentiated, and the chain rule stops there",
    "cross-entropy, by z": "the loss is differentiated, then the sigmoid, whose slope cancels the denominator",
    "cross-entropy, by w": "the derivatives of the loss, of the sigmoid and of z are multiplied, all three",
    "squared error, by w": "the three derivatives are multiplied, and the slope of the sigmoid has nothing to cancel",
}
KEY = ("cross-entropy, by z", "cross-entropy, by w", "squared error, by w", "cross-entropy, by ŷ")
QUESTIONS = {
    ("by", "w"): "What is the derivative of z with respect to w? Is it in this expression?",
    ("by", "z"): "By which variable has the chain rule already been taken, and by which not yet?",
    ("by", "ŷ"): "Which factor undoes a denominator ŷ(1 − ŷ), and does it come before or after?",
    ("loss", "loss"): "For which loss does the slope ŷ(1 − ŷ) cancel, and for which does it stay?",
}


def judge_matching(answers):
    """The verdict on a dict such as ``{"A": "cross-entropy, by z", …}``."""
    name = "which gradient"
    given = _filled_in(answers)
    if not given:
        message = f"Not attempted yet: give each of {_letters()} one of {_names()}."
        return Verdict(name, "not attempted", message=message)
    strange = [f"{letter}: {answer}" for letter, answer in given.items() if not _known(letter, answer)]
    if strange:
        message = f"`{strange[0]}` is not one of {_letters()} with one of {_names()}."
        return Verdict(name, "wrong", "unknown_answer", message, *_hint("Is it spelt exactly as in the list?"))
    return _compared(name, given)


def _filled_in(answers):
    pairs = [(str(letter), answer) for letter, answer in dict(answers).items() if answer not in (None, "", ...)]
    return {
        letter: " ".join(str(answer).replace("y_hat", "ŷ").replace("cross entropy", "cross-entropy").split())
        for letter, answer in pairs
    }


def _known(letter, answer):
    return letter in EXPRESSIONS and answer in NAMES


def _compared(name, given):
    key = dict(zip(EXPRESSIONS, KEY, strict=True))
    wrong = [letter for letter in EXPRESSIONS if letter in given and given[letter] != key[letter]]
    if wrong:
        return _wrong(name, wrong[0], given[wrong[0]], key[wrong[0]])
    missing = [letter for letter in EXPRESSIONS if letter not in given]
    if missing:
        message = f"Right so far; still to do: {', '.join(missing)}."
        return Verdict(name, "wrong", "incomplete", message, *_hint("Which names are left?"))
    return Verdict(name, "right", message="Each expression has its name.")


def _wrong(name, letter, answer, right):
    message = f"{letter}, {EXPRESSIONS[letter]}, is not “{answer}”: for that one {NAMES[answer]}."
    other_loss = answer.split(",")[0] != right.split(",")[0]
    question = QUESTIONS["loss", "loss"] if other_loss else QUESTIONS["by", answer.split()[-1]]
    misconception = f"taken_for_{answer.replace(',', '').replace('ŷ', 'y_hat').replace('-', '_').replace(' ', '_')}"
    return Verdict(name, "wrong", misconception, message, *_hint(question))


def _hint(question):
    return question, (question,)


def _letters():
    return ", ".join(EXPRESSIONS)


def _names():
    return "; ".join(f"“{name}”" for name in NAMES)

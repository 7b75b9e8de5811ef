"""The matching exercise "which gradient is this?": four expressions, four names."""

from .verdict import verdict
from .words import VOCABULARY

WORDS = VOCABULARY.matching
EXPRESSIONS, NAMES, QUESTIONS = WORDS["expressions"], WORDS["derivations"], WORDS["questions"]
KEY = ("cross-entropy, by z", "cross-entropy, by w", "squared error, by w", "cross-entropy, by ŷ")


def judge_matching(answers):
    """The verdict on a dict such as ``{"A": "cross-entropy, by z", …}``."""
    given, key = _filled_in(answers), dict(zip(EXPRESSIONS, KEY, strict=True))
    for letter, answer in given.items():
        if letter not in EXPRESSIONS or answer not in NAMES:
            return _verdict("wrong", "unknown", "unknown_answer", answer=f"{letter}: {answer}")
    wrong = [letter for letter in EXPRESSIONS if given.get(letter, key[letter]) != key[letter]]
    if wrong:
        return _taken_for_another(wrong[0], given[wrong[0]], key[wrong[0]])
    missing = [letter for letter in EXPRESSIONS if letter not in given]
    if given and missing:
        return _verdict("wrong", "missing", "incomplete", missing=", ".join(missing))
    return _verdict("right", "right") if given else _verdict("not attempted", "none")


def _verdict(status, text, misconception=None, **told):
    told = {"letters": ", ".join(EXPRESSIONS), "names": "; ".join(f"“{name}”" for name in NAMES), **told}
    return verdict("which gradient", status, WORDS[text].format(**told), misconception)


def _filled_in(answers):
    return {
        str(letter): " ".join(str(answer).replace("y_hat", "ŷ").replace("cross entropy", "cross-entropy").split())
        for letter, answer in dict(answers).items()
        if answer not in (None, "", ...)
    }


def _taken_for_another(letter, answer, right):
    other_loss = answer.split(",")[0] != right.split(",")[0]
    question = QUESTIONS["loss" if other_loss else answer.split()[-1]]
    name = f"taken_for_{answer.replace(',', '').replace('ŷ', 'y_hat').replace('-', '_').replace(' ', '_')}"
    told = {"letter": letter, "expression": EXPRESSIONS[letter], "answer": answer, "derivation": NAMES[answer]}
    return _verdict("wrong", "wrong", name, question=question, **told)

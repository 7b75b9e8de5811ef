"""A word is explained before it is used: no prose has it earlier than the cell that introduces it.

The head of a notebook (before its first `##`) may name what is to come, and so may its end (references, link onwards).
"""

import re

import pytest
from test_notebooks import LESSONS

from helpers import recall
from tools import notebooks
from tools.notebook_rules import is_for_the_lecturer

# Each term, the notebook that introduces it, and the cell there that has it in bold.
TERMS = {
    "sigmoid": ("01_definition", "neuron"),
    "logit": ("01_definition", "neuron"),
    "label": ("01_definition", "neuron"),
    "odds": ("01_definition", "neuron"),
    "nat": ("01_definition", "price-log"),
    "honest": ("01_definition", "honest"),
    "binary cross-entropy": ("01_definition", "definition"),
    "loss": ("01_definition", "definition"),
    "accuracy": ("01_definition", "accuracy"),
    "softplus": ("01_definition", "cure"),
    "surprise": ("01_definition", "name"),
    "entropy": ("01_definition", "name"),
    "divergence": ("01_definition", "divergence"),
    "hard label": ("01_definition", "hard-label"),
    "Bernoulli": ("02_maximum_likelihood", "bernoulli"),
    "independent": ("02_maximum_likelihood", "product"),
    "likelihood": ("02_maximum_likelihood", "likelihood"),
    "maximum likelihood": ("02_maximum_likelihood", "maximum"),
    "log-likelihood": ("02_maximum_likelihood", "log"),
    "negative log-likelihood": ("02_maximum_likelihood", "minus"),
    "subnormal": ("02_maximum_likelihood", "underflow-notice"),
    "Gaussian": ("02_maximum_likelihood", "mirror"),
    "density": ("02_maximum_likelihood", "mirror"),
    "gradient": ("02_maximum_likelihood", "closed"),
    "central difference": ("02_maximum_likelihood", "closed-check"),
    "closed form": ("02_maximum_likelihood", "linear-after"),
    "Newton": ("02_maximum_likelihood", "newton"),
    "gradient descent": ("03_gradient_vs_squared_error", "descent"),
    "update": ("03_gradient_vs_squared_error", "descent"),
    "step size": ("03_gradient_vs_squared_error", "descent"),
    "learning rate": ("03_gradient_vs_squared_error", "descent"),
    "epoch": ("03_gradient_vs_squared_error", "descent"),
    "converge": ("03_gradient_vs_squared_error", "descent-after"),
    "diverge": ("03_gradient_vs_squared_error", "descent-after"),
    "saturated": ("03_gradient_vs_squared_error", "squared-chain"),
    "convex": ("03_gradient_vs_squared_error", "convex"),
    "Brier score": ("03_gradient_vs_squared_error", "fair"),
    "proper score": ("03_gradient_vs_squared_error", "fair-after"),
    "full-batch": ("04_week2_exercise", "train"),
    "training data": ("04_week2_exercise", "new-samples-after"),
    "test data": ("04_week2_exercise", "new-samples-after"),
    "standardise": ("04_week2_exercise", "standardise"),
    "eigenvalue": ("04_week2_exercise", "step-two"),
    "standard error": ("04_week2_exercise", "unsure"),
    "extrapolation": ("04_week2_exercise", "cold-honest"),
    "separable": ("04_week2_exercise", "apart"),
    "mini-batch": ("04_week2_exercise", "batches"),
    "softmax": ("05_multiclass", "softmax"),
    "one-hot": ("05_multiclass", "cce"),
    "categorical cross-entropy": ("05_multiclass", "cce"),
    "class index": ("05_multiclass", "collapse"),
    "log-softmax": ("05_multiclass", "log-softmax-why"),
    "variance": ("05_multiclass", "train-safe"),
    "relative excess": ("05_multiclass", "excess"),
    "base rate": ("07_calibration", "bill"),
    "calibrated": ("07_calibration", "calibrated"),
    "resolution": ("07_calibration", "terms-derived"),
    "miscalibration": ("07_calibration", "terms-derived"),
    "Platt scaling": ("07_calibration", "yourself-read"),
}


def prose():
    """(notebook, cell id, text) in reading order: between head and end, and then the closing cards."""
    for path in LESSONS:
        cells = [cell for cell in notebooks.read(path).cells if cell.cell_type == "markdown"]
        first = next(k for k, cell in enumerate(cells) if cell.source.startswith("## "))
        for cell in cells[first:]:
            if not is_for_the_lecturer(cell):
                yield path.stem, cell.id, re.split(r"(?m)^## References|^\*\*Next:\*\*", cell.source)[0]
        for card in recall.load_cards().values():
            if card.closing and card.group == path.stem:
                yield path.stem, f"card {card.id}", f"{card.question} {card.explanation}"


PROSE = list(prose())


def uses(term, text):
    """Whether the term stands in the text, as a word of its own: `entropy` does not stand in `cross-entropy`."""
    return re.search(rf"(?<![\w-]){term}s?(?![\w-])", text, re.IGNORECASE)


def test_terms_are_words_of_their_own():
    assert uses("nat", "the unit is the nat") and uses("nat", "in nats") and not uses("nat", "by nature")
    assert uses("loss", "The loss") and not uses("entropy", "cross-entropy")
    assert len(PROSE) > 100 and any(where.startswith("card ") for _, where, _ in PROSE)


@pytest.mark.parametrize("term", TERMS)
def test_a_word_is_explained_before_it_is_used(term):
    users = [(notebook, cell) for notebook, cell, text in PROSE if uses(term, text)]
    introduction = next(text for notebook, cell, text in PROSE if (notebook, cell) == TERMS[term])
    assert re.search(rf"\*\*[^*]*\b{term}s?\b[^*]*\*\*", introduction, re.IGNORECASE), "its cell has it in bold"
    assert users[0] == TERMS[term]

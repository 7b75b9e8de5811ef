"""Cells that leave a line to the reader: they run unsolved, take a right line, and refuse the likely wrong ones."""

import numpy as np
import pytest

from helpers import losses, recall
from tools import notebooks
from tools.notebook_rules import cells

STUB = "None"
LESSON = {"one-step": "03", "own-difference": "03", "wished": "03", "numbers-code": "06"}
CHECKS = {"wished": ["wishes-broken", "wished-check"], "numbers-code": ["numbers-check"]}
RIGHT = [
    ("one-step", "w - learning_rate * slope", "right"),
    ("own-difference", "(f(at + h) - f(at - h)) / (2 * h)", "right"),
    ("wished", "y_hat - y", "all four wishes granted"),
    ("wished", "2 * (y_hat - y)", "all four wishes granted"),
    ("wished", "(y_hat - y) ** 3", "all four wishes granted"),
]
WRONG = [
    ("one-step", "w + learning_rate * slope", "not 4.0"),
    ("one-step", "w - slope", "not 1.0"),
    ("one-step", "-learning_rate * slope", "not -1.0"),
    ("own-difference", "(f(at + h) - f(at - h)) / h", "the slope there is −4, not -(8.00|7.99)"),
    ("own-difference", "(f(at - h) - f(at + h)) / (2 * h)", "the slope there is −4, not (4.00|3.99)"),
    ("wished", "(y_hat - y) * y_hat * (1 - y_hat)", r"for y = 0 .* wishes \[1, 3\]"),
    ("wished", "y - y_hat", r"wishes \[2, 3\]"),
    ("wished", "np.sign(y_hat - y)", r"wishes \[3\]"),
    ("wished", "np.where(y == 1, -np.inf, 0) + y_hat", r"for y = 1 .* wishes \[4\]"),
]


def run(cell_id, line, capsys):
    """Run the cell with the line in place of the first None, then what checks it; return what they print."""
    path = next(path for path in notebooks.find_notebooks() if path.stem.startswith(LESSON[cell_id]))
    sources = {cell.id: cell.source for cell in cells(path, "code")}
    assert STUB in sources[cell_id]
    space = {"np": np, "recall": recall, "losses": losses}
    exec(sources[cell_id].replace(STUB, line, 1), space)
    for check in CHECKS.get(cell_id, [f"{cell_id}-check"]):
        exec(sources[check], space)
    return capsys.readouterr().out


@pytest.mark.parametrize("cell_id", LESSON)
def test_unsolved_it_says_so(cell_id, capsys):
    assert run(cell_id, STUB, capsys) in {"not written yet\n", "0 of 8 written\n"}


@pytest.mark.parametrize(("cell_id", "line", "said"), RIGHT)
def test_a_right_line_is_taken(cell_id, line, said, capsys):
    assert run(cell_id, line, capsys) == f"{said}\n"


@pytest.mark.parametrize(("cell_id", "line", "said"), WRONG)
def test_a_wrong_line_is_refused(cell_id, line, said, capsys):
    with pytest.raises(AssertionError, match=said):
        run(cell_id, line, capsys)


def test_a_number_is_compared_with_its_card(capsys):
    right = "-np.mean(np.log([0.8, 1 - 0.4, 0.1]))"
    assert run("numbers-code", right, capsys).startswith("mean-of-three is right\n1 of 8")
    assert "mean-of-three is not right yet" in run("numbers-code", "3 * 1.012", capsys)

"""Cells that leave a line to the reader: they run unsolved, take a right line, and refuse the likely wrong ones."""

import re
from fractions import Fraction

import numpy as np
import pytest

from helpers import losses, recall
from tools import notebooks
from tools.notebook_rules import cells

STUBS = {"my-price": "1 - p", "why-log-code": "1 / p - 1", "underflow-code": "...", "terms-code": "y * np.log(y_hat)"}
UNSOLVED = {
    "my-price": "wishes 1 and 2 are granted; p = 1e-12 costs 1.000\n",
    "why-log-code": "    mine: 1.000 + 4.000 for two days, 9.000 for both at once\n",
    "terms-code": "right for 3 of 5 students\n",
    "numbers-code": "0 of 8 written\n",
}
LESSON = {"my-price": "01", "why-log-code": "02", "underflow-code": "02", "terms-code": "02"}
LESSON |= {"one-step": "03", "own-difference": "03", "wished": "03", "numbers-code": "06"}
CHECKS = {"wished": ["wishes-broken", "wished-check"], "numbers-code": ["numbers-check"]}
CHECKS |= {"my-price": [], "why-log-code": [], "underflow-code": ["underflow-check"], "terms-code": []}
LESSON |= {"standardise-write": "04", "two-forms-write": "05", "gradient-write": "05"}
BIRD = ["imports", "three-sigmoids", "softmax-of-one", "softmax-code", "cce-code"]
BEFORE = {  # what these cells need of their notebook
    "standardise-write": ["imports", "launches-picture"],
    "two-forms-write": [*BIRD, "four-birds", "four-birds-code"],
    "gradient-write": BIRD,
}
CHECKS |= {"standardise-write": ["standardise-check"], "two-forms-write": ["two-forms-check"]}
CHECKS |= {"gradient-write": ["gradient-loss", "gradient-check"]}
NUMERIC = "numeric [ 0.705385 -0.740504  0.035119] and yours is "
UNSOLVED |= {"gradient-write": f"{NUMERIC}not written yet\n"}
LOOP = "product = 1.0\n    while product > 0: product, count = product * p, count + 1"
RIGHT = [
    ("my-price", "-np.log(p)", "wishes 1 and 2 are granted; p = 1e-12 costs 27.631"),
    ("my-price", "1 / p - 1", "wishes 1 and 2 are granted; p = 1e-12 costs 999,999,999,999.000"),
    ("underflow-code", LOOP, "right"),
    ("terms-code", "y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)", "right for 5 of 5 students"),
    ("standardise-write", "(feature - feature.mean()) / feature.std()", "right"),
    ("two-forms-write", "-np.log(Y_hat[np.arange(len(y)), y])", "right"),
    ("two-forms-write", "[-np.log(Y_hat[n, y[n]]) for n in range(len(y))]", "right"),
    ("gradient-write", "softmax_of_one(z) - Y", f"{NUMERIC}equal"),
    ("one-step", "w - learning_rate * slope", "right"),
    ("own-difference", "(f(at + h) - f(at - h)) / (2 * h)", "right"),
    ("wished", "y_hat - y", "all four wishes granted"),
    ("wished", "2 * (y_hat - y)", "all four wishes granted"),
    ("wished", "(y_hat - y) ** 3", "all four wishes granted"),
]
WRONG = [
    ("my-price", "-np.log2(p) + 1", "wish 1"),
    ("my-price", "p - p", "wish 2"),
    ("my-price", "np.log(p)", "wish 2"),
    ("underflow-code", LOOP.replace("> 0", "> 5e-324"), "your function 1074"),
    ("standardise-write", "feature - feature.mean() / feature.std()", "mean and standard deviation are"),
    ("standardise-write", "(feature - feature.mean()) / feature.std(ddof=1)", "mean and standard deviation are"),
    ("standardise-write", "(feature.mean() - feature) / feature.std()", "changed places"),
    ("two-forms-write", "-np.log(Y_hat[:, y])", "a number for each bird"),
    ("two-forms-write", "-np.log(Y_hat.max(axis=1))", "a number for each bird"),
    ("two-forms-write", "np.log(Y_hat[np.arange(len(y)), y])", "a number for each bird"),
    ("gradient-write", "Y - softmax_of_one(z)", "but yours is"),
    ("gradient-write", "Y * (softmax_of_one(z) - 1)", "but yours is"),
    ("one-step", "w + learning_rate * slope", "not 4.0"),
    ("one-step", "w - slope", "not 1.0"),
    ("one-step", "-learning_rate * slope", "not -1.0"),
    ("own-difference", "(f(at + h) - f(at - h)) / h", "the slope there is −4, not -(8.00|7.99)"),
    ("own-difference", "(f(at - h) - f(at + h)) / (2 * h)", "the slope there is −4, not (4.00|3.99)"),
    ("own-difference", "(f(at + h) - f(at)) / h", r"the slope there is −4, not -3\.9"),
    ("wished", "(y_hat - y) * y_hat * (1 - y_hat)", r"for y = 0 .* wishes \[1, 3\]"),
    ("wished", "y - y_hat", r"wishes \[2, 3\]"),
    ("wished", "np.sign(y_hat - y)", r"wishes \[3\]"),
    ("wished", "np.where(y == 1, -np.inf, 0) + y_hat", r"for y = 1 .* wishes \[4\]"),
]
HOURS, FIVE = np.array([0.5, 1.0, 1.5, 2.0, 2.5]), np.array([0, 1, 0, 1, 1])


def run(cell_id, line, capsys):
    """Run the cell with the line in place of its stub, then what checks it; return what they print."""
    path = next(path for path in notebooks.find_notebooks() if path.stem.startswith(LESSON[cell_id]))
    sources = {cell.id: cell.source for cell in cells(path, "code")}
    stub = STUBS.get(cell_id, "None")
    assert stub in sources[cell_id]
    space = {"np": np, "recall": recall, "losses": losses, "y": FIVE, "y_hat": losses.sigmoid(2 * HOURS - 3)}
    for earlier in BEFORE.get(cell_id, []):
        exec(sources[earlier], space)
    capsys.readouterr()
    exec(sources[cell_id].replace(stub, line or stub, 1), space)
    for check in CHECKS.get(cell_id, [f"{cell_id}-check"]):
        exec(sources[check], space)
    return capsys.readouterr().out


def prose_of(number, cell_id):
    path = next(path for path in notebooks.find_notebooks() if path.stem.startswith(number))
    return next(cell.source for cell in cells(path, "markdown") if cell.id == cell_id)


@pytest.mark.parametrize("cell_id", LESSON)
def test_unsolved_it_says_so(cell_id, capsys):
    assert run(cell_id, None, capsys).startswith(UNSOLVED.get(cell_id, "not written yet\n"))


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


def test_of_the_prices_only_a_logarithm_adds(capsys):
    said = run("why-log-code", "-2 * np.log(p)", capsys).splitlines()
    sums = [(float(a) + float(b), float(c)) for a, b, c in (re.findall(r"\d\.\d{3}", row) for row in said)]
    assert [two == pytest.approx(both, abs=2e-3) for two, both in sums] == [True, False, True]


def test_a_folded_answer_is_right_and_what_it_says_of_nine_tenths():
    answer = re.search(r"```python\n(.*?)```", prose_of("02", "underflow-after"), re.S)[1]
    space = {}
    exec(answer, space)
    assert space["factors_until_zero"](0.5) == 1075 and space["factors_until_zero"](0.1) == 324
    assert 5 * 2.0**-1074 == 2.5e-323 and 0.9 * 2.5e-323 == 2.5e-323 and Fraction(0.9) > Fraction(9, 10)


def test_the_readers_own_slider_works(capsys):
    sources = {cell.id: cell.source for cell in cells(notebooks.named("01_definition", notebooks.NOTEBOOKS), "code")}
    imports, call = re.search(r"```python\n(.*?)\n(.*?)\n```", prose_of("01", "own-slider"), re.S).groups()
    space = {"np": np}
    for source in (sources["bce"], sources["own-slider-code"], imports):
        exec(source, space)
    slider, menu, _ = eval(call, space).widget.children
    assert (slider.min, slider.max, slider.step, slider.value) == (0.01, 0.99, 0.01, 0.5)
    assert menu.options == (0, 1) and menu.value == 1
    slider.value = 0.01
    assert "y = 1, ŷ = 0.01: 4.605 nats" in capsys.readouterr().out

"""Notebook 7 runs with any forecasts in place of the made-up ones, and says openly what they do not allow."""

import numpy as np
import pytest

from helpers import losses
from tools import notebooks

RNG = np.random.default_rng(5)
MANY = RNG.integers(0, 101, 300) / 100
LABELS = (RNG.random(300) < MANY).astype(int)
FEW = "np.array([1, 0, 1, 1, 0, 1]), np.array([0.6, 0.55, 0.99, 0.3, 0.01, 0.85])"
NO_FIT, HALF = "Yours have no finite best w", "np.array([0, 1]), np.array([0.5, 0.5])"
CASES = {  # two lines in one; what is said of them
    "one": ("np.array([1]), np.array([0.7])", NO_FIT),
    "all true": ("np.array([1, 1, 1]), np.array([0.2, 0.7, 0.7])", NO_FIT),
    "all false": ("np.array([0, 0]), np.array([0.25, 0.9])", NO_FIT),
    "certain and right": ("np.array([1, 0]), np.array([1, 0])", "2 of 2 forecasts have an infinite logit"),
    "certain and wrong": ("np.array([0, 1, 1, 0]), np.array([1.0, 1.0, 0.5, 0.6])", "1 cost ∞"),
    "certain, wrong, hidden in its group": ("np.array([0, 1, 0]), np.array([1.0, 0.97, 0.3])", "as it was said inf"),
    "all ½": (HALF, NO_FIT),
    "separable": ("np.array([0, 0, 1]), np.array([0.2, 0.4, 0.9])", NO_FIT),
    "meeting in one point": ("np.array([0, 0, 1, 1]), np.array([0.2, 0.4, 0.4, 0.9])", NO_FIT),
    "always wrong": ("np.array([1, 1, 0]), np.array([0.2, 0.4, 0.9])", NO_FIT),
    "few": (FEW, "6 forecasts to learn from"),
    "nearly separable": ("np.array([0, 0, 1, 1]), np.array([0.1, 0.51, 0.5, 0.9])", "4 forecasts to learn from"),
    "many": (f"np.array({LABELS.tolist()}), np.array({MANY.tolist()})", "an infinite logit"),
}


def code():
    """The cells up to the network, which is the same for everybody, and the last use of the forecasts."""
    cells = notebooks.read(notebooks.NOTEBOOKS / "instructor" / "07_calibration.ipynb").cells
    sources = {cell.id: cell.source for cell in cells if cell.cell_type == "code"}
    kept = list(sources)[: list(sources).index("network-code")]
    return {cell_id: sources[cell_id] for cell_id in (*kept, "write-table", "bins-code", "bins-table-code")}


def run(own, capsys):
    space = {"display": lambda *_: None}
    for cell_id, source in code().items():
        exec(f"y, y_hat = {own}" if cell_id == "own" else source, space)
    return space, capsys.readouterr().out


@pytest.mark.parametrize("case", CASES)
def test_it_runs_with_any_forecasts(case, capsys):
    own, words = CASES[case]
    space, said = run(own, capsys)
    assert words in said
    np.testing.assert_allclose(space["uncertainty"] - space["resolution"] + space["miscalibration"], space["of_groups"])
    assert np.isfinite([space["w"], space["b"], space["error_w"], space["error_b"]]).all()


def test_the_cell_that_is_replaced_is_there():
    assert code()["own"] == "y, y_hat = data.load_forecasts()"


def test_the_fit_is_where_the_loss_has_no_slope(capsys):
    for own in (CASES["many"][0], "data.load_forecasts()"):
        space, _ = run(own, capsys)
        w, b, x, label = (space[name] for name in ("w", "b", "x", "label"))
        slope = losses.sigmoid(w * x + b) - label
        np.testing.assert_allclose([np.mean(slope * x), np.mean(slope)], 0, atol=1e-9)


@pytest.mark.parametrize("own", ["np.array([1, 2]), np.array([0.5, 0.5])", "np.array([1]), np.array([1.5])"])
def test_what_is_no_forecast_is_refused(own, capsys):
    with pytest.raises(ValueError, match=r"y|y_hat"):
        run(own, capsys)

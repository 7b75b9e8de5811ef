"""What every test shares: NumPy's warnings are errors, and matplotlib draws without a screen."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def numpy_errors_raise():
    with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
        yield


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    plt.close("all")

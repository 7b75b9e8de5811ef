"""What every test shares: NumPy's warnings are errors, and matplotlib draws without a screen.

Where a program is missing, its tests are left out and one line says so; for CI that is a failure.
"""

import os

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from tools.browser import tests_not_run

matplotlib.use("Agg")


def pytest_terminal_summary(terminalreporter):
    for words in tests_not_run().values():
        terminalreporter.write_line(words, red=True, bold=True)


def pytest_sessionfinish(session):
    wanted = not any("browser" in str(path) for path in session.config.getoption("ignore") or [])
    if wanted and tests_not_run() and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def numpy_errors_raise():
    with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
        yield


@pytest.fixture(autouse=True)
def figures_are_closed():
    yield
    plt.close("all")

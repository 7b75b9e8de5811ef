"""The week-2 exercise as a student works through it in JupyterLab: not at all, then wrong, then right."""

import pytest

# For each function: what a student writes first, what the card must say of it, and what the student writes then.
WORK = {
    "sigmoid": (
        "def sigmoid(z):\n    return 1 / (1 + np.exp(z))",
        "opposite sign",
        "def sigmoid(z):\n    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))",
    ),
    "forward": (
        "def forward(X, w, b):\n    return sigmoid(X @ w)",
        "without the bias",
        "def forward(X, w, b):\n    return sigmoid(X @ w + b)",
    ),
    "bce_loss": (
        "def bce_loss(y, y_hat):\n    return np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat))",
        "sign is wrong",
        "def bce_loss(y, y_hat):\n    return np.mean([-np.log(p if label else 1 - p) for label, p in zip(y, y_hat)])",
    ),
    "gradients": (
        "def gradients(X, y, y_hat):\n    d = (y_hat - y) * y_hat * (1 - y_hat)\n    return X.T @ d / len(y), d.mean()",
        "factor ŷ(1−ŷ)",
        "def gradients(X, y, y_hat):\n    d = y_hat - y\n    return X.T @ d / len(y), d.mean()",
    ),
    "train": (
        "def train(X, y, learning_rate, epochs):\n    w, b, losses = np.zeros(X.shape[1]), 0.0, []\n"
        "    for epoch in range(epochs):\n        y_hat = forward(X, w, b)\n        losses.append(bce_loss(y, y_hat))\n"
        "        grad_w, grad_b = gradients(X, y, y_hat)\n"
        "        w, b = w + learning_rate * grad_w, b + learning_rate * grad_b\n    return w, b, losses",
        "uphill",
        "def train(X, y, learning_rate, epochs):\n    w, b, losses = np.zeros(X.shape[1]), 0.0, []\n"
        "    for epoch in range(epochs):\n        y_hat = forward(X, w, b)\n        losses.append(bce_loss(y, y_hat))\n"
        "        grad_w, grad_b = gradients(X, y, y_hat)\n"
        "        w, b = w - learning_rate * grad_w, b - learning_rate * grad_b\n    return w, b, losses",
    ),
}


@pytest.fixture(scope="module")
def exercise(run_notebook):
    with run_notebook("04_week2_exercise.ipynb") as notebook:
        yield notebook


def number(exercise, name):
    return exercise.ids.index(name)


def errors(exercise):
    return [output for outputs in exercise.outputs for output in outputs if output["output_type"] == "error"]


def card(exercise, function):
    return exercise.cell(number(exercise, f"check-{function.replace('_', '-')}")).locator("[role=group]")


def write_and_check(exercise, function, source):
    """Type over the cell, run it and the check below it, as a student does: Shift+Enter twice."""
    k = number(exercise, f"write-{function.replace('_', '-')}")
    exercise.to_cell(k)
    exercise.cell(k).locator(".cm-content").click()
    keyboard = exercise.page.keyboard
    keyboard.press("Control+A")
    keyboard.insert_text(source)
    assert exercise.sources[k] == source
    keyboard.press("Shift+Enter")
    keyboard.press("Shift+Enter")


def test_unsolved_it_runs_to_the_end(exercise):
    assert errors(exercise) == []
    ran = [outputs for outputs in exercise.outputs if outputs]
    assert len(ran) > 10
    for function in WORK:
        exercise.to_cell(number(exercise, f"check-{function.replace('_', '-')}"))
        assert f"{function}: not attempted" in card(exercise, function).text_content()
    exercise.to_cell(number(exercise, "handover-board"))
    assert "0 of 5" in exercise.cell(number(exercise, "handover-board")).text_content()


@pytest.mark.parametrize("function", list(WORK))
def test_a_mistake_is_named_and_then_mended(exercise, function):
    wrong, words, right = WORK[function]
    write_and_check(exercise, function, wrong)
    named = card(exercise, function)
    named.filter(has_text=f"{function}: wrong").wait_for()
    assert words in named.text_content()
    write_and_check(exercise, function, right)
    named.filter(has_text=f"{function}: right").wait_for()


def test_solved_it_runs_to_the_end_on_the_students_own_functions(exercise):
    exercise.run_all()
    assert errors(exercise) == []
    said = exercise.cell(number(exercise, "handover-board")).text_content()
    assert "5 of 5 functions right" in said and "fit is your own train" in said

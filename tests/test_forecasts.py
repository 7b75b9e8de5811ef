"""Forecasts: a strict file, each outcome computed anew, what stands where no script runs, what the browser is given."""

import re
from functools import cache

import numpy as np
import pytest
from numpy import exp, log

from helpers import data, recall
from helpers.recall.forecasts import FILE, KEY
from tools import notebooks

FORECASTS = recall.load_forecasts()
LESSONS = {path.stem: path for path in notebooks.student_notebooks()}
BACK = re.compile("Back to your forecast: (\\*\\*|<strong>)What happened")
CALL = re.compile(r'recall\.forecast\("([^"]+)"\)')


# What happened, from the data and formulas of the notebooks and without the file -------------------------------------


def sigmoid(z):
    return 1 / (1 + exp(-np.asarray(z, dtype=float)))


def bce(y, z):
    return np.logaddexp(0, np.where(np.asarray(y) == 1, -1, 1) * z)


def softmax(Z):
    e = exp(Z - np.max(Z, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def descend(X, y, eta, epochs):
    """Every w with b as its last entry, from 0."""
    X, history = np.column_stack([X, np.ones(len(X))]), [np.zeros(np.ndim(X) and np.shape(X)[1] + 1)]
    for _ in range(epochs):
        history.append(history[-1] - eta * X.T @ (sigmoid(X @ history[-1]) - y) / len(y))
    return np.array(history)


def losses_of(X, y, history):
    return bce(y[:, np.newaxis], np.column_stack([X, np.ones(len(X))]) @ history.T).mean(axis=0)


X_TEN = np.array([-3.0, -2.2, -1.5, -0.8, -0.3, 0.4, 1.0, 1.7, 2.4, 3.1])
Y_TEN = np.array([0, 0, 0, 0, 1, 0, 1, 1, 0, 1])
HOURS, PASSED = np.array([0.5, 1.0, 1.5, 2.0, 2.5]), np.array([0, 1, 0, 1, 1])
X_EIGHT = np.array([-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0])
Y_EIGHT = np.array([0, 0, 0, 1, 0, 1, 1, 1])
BELIEF = np.arange(1, 1000) / 1000


def another_price():
    average = 0.6 * (1 / BELIEF - 1) + 0.4 * (1 / (1 - BELIEF) - 1)
    return BELIEF[average.argmin()] < 0.6


def accuracy_stays():
    right = [np.mean((w * X_TEN >= 0) == Y_TEN) for w in (0.5, 4)]
    return right[0] == right[1]


def clipped_mistakes():
    cost = [-log(1 - min(sigmoid(z), 1 - 1e-7)) for z in (40, 400)]
    return cost[1] > cost[0]


def belief_doubles():
    p, q = np.array([0.3, 0.7]), np.array([0.9, 0.1])
    return p @ log(q) / (p @ log(p)) > 2


def half_is_best():
    def likelihood(w, b):
        y_hat = sigmoid(w * HOURS + b)
        return np.prod(np.where(PASSED == 1, y_hat, 1 - y_hat))

    return likelihood(0, 0) > max(likelihood(1, -1.5), likelihood(2, -3))


def newton_from_further_left():
    w, crossing = 0.4, 2.4055
    for _ in range(3):
        y_hat = sigmoid(w * HOURS - 3)
        w -= np.sum((y_hat - PASSED) * HOURS) / np.sum(y_hat * (1 - y_hat) * HOURS**2)
    return abs(w - crossing) < abs(0.4 - crossing)


def large_step_climbs():
    places = [-3.0]
    for _ in range(15):
        places.append(places[-1] - 3 * (sigmoid(places[-1]) - 1))
    return max(bce(1, np.array(places[1:]))) > bce(1, places[0])


def hardest_at_half():
    y_hat = np.arange(1, 600) / 600
    return y_hat[(y_hat * (1 - y_hat) ** 2).argmax()] == 0.5


def more_than_769():
    z, epoch = 4.0, 0
    while z >= 0:
        y_hat, epoch = sigmoid(z), epoch + 1
        z -= 2 * 0.15 * y_hat * y_hat * (1 - y_hat)
    return epoch > 769


def thousand_middles():
    here, there = np.random.default_rng(3).uniform(-6, 6, size=(2, 10_000, 2))

    def height(points):
        return (0.5 * (sigmoid(points @ [X_EIGHT, np.ones(8)]) - Y_EIGHT) ** 2).mean(axis=1)

    return np.sum(height((here + there) / 2) > (height(here) + height(there)) / 2) > 1000


def same_honesty():
    y_hat = np.arange(1, 100) / 100
    cross = -(0.3 * log(y_hat) + 0.7 * log(1 - y_hat))
    squared = 0.3 * (y_hat - 1) ** 2 + 0.7 * y_hat**2
    return cross.argmin() == squared.argmin()


def later_is_more_accurate():
    X, y = data.make_blobs(100, seed=2)
    history = descend(X, y, 1.0, 299)
    right = (np.column_stack([X, np.ones(100)]) @ history[[40, 299]].T >= 0) == (y[:, np.newaxis] == 1)
    return right[:, 1].sum() > right[:, 0].sum()


ASKED = 31


@cache
def launches():
    loaded = data.load_challenger()
    return loaded.temperature_f, loaded.any_distress


def standardised():
    temperature, _ = launches()
    return (temperature - temperature.mean()) / temperature.std()


def base_rate_above_log_2():
    p = np.mean(launches()[1])
    return -(p * log(p) + (1 - p) * log(1 - p)) > log(2)


def thousand_times_smaller():
    def step(x):
        X = np.column_stack([x, np.ones(len(x))])
        return 4 / np.linalg.norm(X.T @ X / len(x), 2)

    return step(standardised()) > 1000 * step(launches()[0])


def twelve_arrives():
    x, y = standardised()[:, np.newaxis], launches()[1]
    return losses_of(x, y, descend(x, y, 12, 29))[-1] < losses_of(x, y, descend(x, y, 4, 200)).min() + 0.001


def sure_of_the_cold():
    temperature, y = launches()
    x = standardised()[:, np.newaxis]
    w = descend(x, y, 4, 200)[-1]
    X = np.column_stack([x, np.ones(len(x))])
    y_hat, cold = sigmoid(X @ w), np.array([(ASKED - temperature.mean()) / temperature.std(), 1])
    error = np.sqrt(cold @ np.linalg.solve((X.T * (y_hat * (1 - y_hat))) @ X, cold))
    return sigmoid(cold @ w - 1.96 * error) > 0.9


def weight_below_ten():
    return descend(np.array([[-2.0], [-1.0], [1.0], [2.0]]), np.array([0, 0, 1, 1]), 1.0, 10_000)[-1, 0] < 10


@cache
def penguins():
    """(features with a column of ones, one-hot labels, the weights after 200, 1,000 and 20,000 updates)."""
    birds = data.load_penguins()
    bills = np.column_stack([birds.bill_length_mm, birds.bill_depth_mm])
    X = np.column_stack([(bills - bills.mean(axis=0)) / bills.std(axis=0), np.ones(len(bills))])
    Y, W, kept = np.eye(3)[birds.species], np.zeros((3, 3)), {}
    eta = 2 / np.linalg.norm(X.T @ X / len(X), 2)
    for k in range(1, 20_001):
        W = W - eta * X.T @ (softmax(X @ W) - Y) / len(X)
        if k in (200, 1_000, 20_000):
            kept[k] = W
    return X, Y, kept


def within_one_percent():
    X, Y, kept = penguins()
    after = {k: -np.mean(log(np.sum(Y * softmax(X @ W), axis=1))) for k, W in kept.items()}
    return after[1_000] < 1.01 * after[20_000]


def more_wrong_birds():
    X, Y, kept = penguins()
    wrong = {k: np.sum((X @ W).argmax(axis=1) != Y.argmax(axis=1)) for k, W in kept.items()}
    return wrong[20_000] > wrong[200]


HAPPENED = {
    "rain-twenty-times": lambda: log(0.01) / log(0.6) > 20,
    "another-price": another_price,
    "steeper-costs-more": lambda: bce(Y_TEN, 4 * X_TEN).mean() > bce(Y_TEN, X_TEN).mean(),
    "accuracy-stays": accuracy_stays,
    "clipped-mistakes": clipped_mistakes,
    "belief-doubles": belief_doubles,
    "half-is-best": half_is_best,
    "lower-peak": lambda: 0.6**60 * 0.4**40 < 0.6**3 * 0.4**2,
    "product-exactly-zero": lambda: np.prod(np.full(2000, 0.5)) == 0,
    "gaussian-mistake": lambda: 0.5 * 1**2 - 0.5 * 0.5**2 >= 1,
    "narrow-bell": lambda: 0.5 * (1 / 0.1) ** 2 < 10 * 0.5 * (0.5 / 0.1) ** 2,
    "newton-from-further-left": newton_from_further_left,
    "large-step-climbs": large_step_climbs,
    "fifty-times-harder": lambda: 0.99 > 50 * 0.99 * 0.01 * 0.99,
    "hardest-at-half": hardest_at_half,
    "more-than-769": more_than_769,
    "thousand-middles": thousand_middles,
    "same-honesty": same_honesty,
    "later-is-more-accurate": later_is_more_accurate,
    "base-rate-above-log-2": base_rate_above_log_2,
    "thousand-times-smaller": thousand_times_smaller,
    "twelve-arrives": twelve_arrives,
    "sure-of-the-cold": sure_of_the_cold,
    "weight-below-ten": weight_below_ten,
    "more-than-twice": lambda: softmax(np.array([2, 1, -1]))[0] > 2 * softmax(np.array([2, 1, -1]))[1],
    "own-logit-alone": lambda: softmax(np.array([3, 1, 1]))[0] == softmax(np.array([3, 1, -1]))[0],
    "surer-is-cheaper": lambda: softmax(np.array([20, 10, -10]))[1] > softmax(np.array([2, 1, -1]))[1],
    "thousand-classes": lambda: log(1000) < 10,
    "within-one-percent": within_one_percent,
    "more-wrong-birds": more_wrong_birds,
}


@pytest.mark.parametrize("name", HAPPENED)
def test_it_happened_as_the_file_says(name):
    assert bool(HAPPENED[name]()) is FORECASTS[name].happened


def test_every_forecast_is_decided_here():
    assert list(HAPPENED) == list(FORECASTS) and len(FORECASTS) >= 26


def test_about_half_are_true_and_their_order_betrays_nothing():
    happened = [one.happened for one in FORECASTS.values()]
    assert 0.4 <= np.mean(happened) <= 0.6
    repeats = np.mean(np.diff(np.array(happened, dtype=int)) == 0)
    assert 0.3 <= repeats <= 0.7


@pytest.mark.parametrize("stem", sorted({one.notebook for one in FORECASTS.values()}))
def test_a_notebook_asks_for_its_forecasts_in_their_section_and_in_order(stem):
    path = LESSONS[stem]
    wanted = [one for one in FORECASTS.values() if one.notebook == stem]
    assert len(wanted) >= 4
    heading, asked = None, []
    for cell in notebooks.read(path).cells:
        if cell.cell_type == "markdown":
            heading = re.findall(r"(?m)^#+ (.+)$", cell.source)[-1:] or [heading]
            heading = heading[0].replace("$", "").replace("\\hat{y}", "ŷ").replace(" (optional)", "")
        asked += [(name, heading) for name in CALL.findall(cell.source)]
    assert asked == [(one.id, one.section) for one in wanted]


@pytest.mark.parametrize("path", LESSONS.values(), ids=LESSONS)
def test_a_forecast_stands_before_its_result_and_has_a_note(path):
    whole = notebooks.read(path).cells
    places = [k for k, cell in enumerate(whole) if CALL.match(cell.source)]
    for k in places:
        assert notebooks.is_for_the_lecturer(whole[k + 1])
        assert re.search("Expect|An easy one", whole[k + 1].source)
    back = [k for k, cell in enumerate(whole) if BACK.search(cell.source)]
    assert len(back) == len(places)
    assert all(a < b for a, b in zip(places, back, strict=True))


# The file -------------------------------------------------------------------------------------------------------------

ENTRY = dict(id="a", notebook="01_definition", section="S", statement="It rains.", happened=True, why="It did.")


def in_toml(entry):
    values = {key: str(value).lower() if isinstance(value, bool) else f'"{value}"' for key, value in entry.items()}
    return "[[forecast]]\n" + "\n".join(f"{key} = {value}" for key, value in values.items()) + "\n"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"happened": "yes"}, "forecast 'a': happened is 'yes'; wanted: a bool"),
        ({"why": ""}, "forecast 'a': why is ''; wanted: a str, not empty"),
        ({"notebook": "08"}, "no notebook '08'"),
        ({"hapened": True}, "forecast 'a' has .*hapened; wanted: id, notebook"),
        ({"id": "b", "statement": None}, "forecast 'b' has id"),
    ],
)
def test_a_broken_entry_is_refused_by_its_name(tmp_path, change, complaint):
    path = tmp_path / "forecasts.toml"
    path.write_text(in_toml({key: v for key, v in (ENTRY | change).items() if v is not None}), encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        recall.load_forecasts(path)


def test_an_id_that_comes_twice_is_refused(tmp_path):
    path = tmp_path / "forecasts.toml"
    path.write_text(in_toml(ENTRY), encoding="utf-8")
    assert recall.load_forecasts(path)["a"].statement == "It rains."
    path = tmp_path / "twice.toml"
    path.write_text(2 * in_toml(ENTRY), encoding="utf-8")
    with pytest.raises(ValueError, match="more than one entry has the id 'a'"):
        recall.load_forecasts(path)


def test_an_unknown_forecast_is_refused_with_those_that_exist():
    with pytest.raises(ValueError, match="no forecast 'rain'; there are rain-twenty-times, another-price"):
        recall.forecast("rain")


# The part -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORECASTS)
def test_the_outcome_is_folded_and_not_in_the_text(name):
    one, part = FORECASTS[name], recall.forecast(name)
    question, folded = part.still().split("<details>")
    assert part.text() == one.statement
    assert "True" not in question and "<summary>What happened?</summary>" in folded
    assert ("<strong>True: y = 1.</strong>" if one.happened else "<strong>Not true: y = 0.</strong>") in folded
    assert " open" not in part.still() and part.more() == ""


def test_the_table_says_what_to_do_where_nothing_is_locked():
    part = recall.forecasts()
    assert part.text().startswith("You have not locked a forecast yet.")
    assert part.text() in part.still()
    assert [part.more().count(f'"{name}"') for name in FORECASTS] == [1] * len(FORECASTS)


def test_the_state_says_which_key_the_browser_keeps():
    state = recall.forecast("more-wrong-birds").state()
    assert state["id"] == "more-wrong-birds" and recall.forecasts().state()["id"] is None
    assert state["_kept"] == {"forecasts": KEY} == {"forecasts": "cross-entropy-course.forecasts"}
    assert {each["id"]: each["y"] for each in state["asked"]} == {k: int(v.happened) for k, v in FORECASTS.items()}


def test_every_word_that_the_page_says_is_in_the_file_and_none_more():
    said = set(re.findall(r"\bwords\.(\w+)", FILE.with_suffix(".js").read_text("utf-8")))
    assert said == set(recall.forecasts().state()["words"]) and len(said) > 10

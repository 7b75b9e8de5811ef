"""Every explorable of the course, driven through its whole grid with NumPy's warnings as errors.

What a single explorable draws is held in test_explore_<notebook>.py.
"""

import itertools
import json
import re
from itertools import islice

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text
from words import boxes, drawn_words, problems

from helpers import explore, plots
from helpers.data import make_blobs
from helpers.explorable import Explorable, svg_fragment, svg_fragments
from helpers.explore import gradients
from helpers.perceptron import gradient_descent

X = np.array([-3.0, -2.2, -1.5, -0.8, -0.3, 0.4, 1.0, 1.7, 2.4, 3.1])
Y = np.array([0, 0, 0, 0, 1, 0, 1, 1, 0, 1])
TWISTED = np.linspace(-1.5, 2, 8), np.array([0, 0, 0, 1, 0, 1, 1, 1])

BLOBS = make_blobs(60, seed=1)

THREE = (
    np.array([[0.0, 1.0], [1.0, 0.2], [-1.0, -0.5], [0.3, 0.9], [0.8, -0.4], [-0.2, -1.0]]),
    np.array([0, 1, 2, 0, 1, 2]),
    np.array([0, 1, 3, 6, 10])[:, np.newaxis, np.newaxis] * np.array([[0.0, 0.9, -0.8], [0.9, -0.2, -0.7]]) / 10,
    np.zeros((5, 3)),
)

GROUPS = [4, 6, 9, 4, 5, 3], [0.1, 0.2, 0.5, 0.7, 0.9, 0.97], [0, 1 / 3, 7 / 9, 0.25, 0.8, 2 / 3]

# One line for each explorable: its name and the call that a notebook makes.
CASES = {
    "explore_calibration": lambda: explore.explore_calibration(*GROUPS),
    "explore_data_set": lambda: explore.explore_data_set(X, Y),
    "explore_descent": lambda: explore.explore_descent(),
    "explore_descent, one sample": lambda: explore.explore_descent("one sample"),
    "explore_gradients": lambda: explore.explore_gradients(),
    "explore_landscape": lambda: explore.explore_landscape(*TWISTED),
    "explore_likelihood": lambda: explore.explore_likelihood(),
    "explore_loss": lambda: explore.explore_loss(),
    "explore_newton": lambda: explore.explore_newton(X, Y, w=0.5, b=0.0),
    "explore_noise_model": lambda: explore.explore_noise_model(),
    "explore_race": lambda: explore.explore_race(),
    "explore_regions": lambda: explore.explore_regions(*THREE, lowest=0.45, classes=["a", "b", "c"]),
    "explore_softmax": lambda: explore.explore_softmax(),
    "explore_softmax, shifted": lambda: explore.explore_softmax([2, 1, -1]),
    "explore_training": lambda: explore.explore_training(*BLOBS, gradient_descent(*BLOBS, 1.0, 100)),
    "explore_underflow": lambda: explore.explore_underflow(),
}
THIRD = min(gradients.Z_GRID, key=lambda z: abs(z + np.log(2)))

# For each task of a case, in order: a state that does it, known from the lessons, and one that only comes near.
TASKS = {
    "explore_calibration": [
        ({"temperature": 2, "answers": "every answer"}, {"temperature": 1.7, "answers": "every answer"}),
        ({"answers": "one answer"}, {"answers": "three answers"}),
    ],
    "explore_data_set": [({"w": 4, "b": 0}, {"w": 2.5, "b": 0}), ({"w": 0, "b": 0}, {"w": 0, "b": 0.5})],
    "explore_descent": [
        ({"epoch": 1, "learning_rate": 1.0}, {"epoch": 2, "learning_rate": 1.0}),
        ({"epoch": 7, "learning_rate": 2.1}, {"epoch": 15, "learning_rate": 2.0}),
    ],
    "explore_descent, one sample": [
        ({"epoch": 15, "learning_rate": 3.0}, {"epoch": 15, "learning_rate": 0.25}),
    ],
    "explore_gradients": [
        ({"z": THIRD, "y": 1}, {"z": THIRD, "y": 0}),
        ({"z": np.log(99), "y": 0}, {"z": -4.4, "y": 1}),
    ],
    "explore_landscape": [({"epoch": 1000, "w": -5, "b": -4}, {"epoch": 1000, "w": -5, "b": 0})],
    "explore_likelihood": [
        ({"y_hat": 0.6, "share": 0.6}, {"y_hat": 0.55, "share": 0.6}),
        ({"y_hat": 0.0, "share": 0.0}, {"y_hat": 0.6, "share": 0.6}),
    ],
    "explore_loss": [
        ({"y": 1, "y_hat": 0.37}, {"y": 1, "y_hat": 0.36}),
        ({"y": 1, "y_hat": 1e-5}, {"y": 1, "y_hat": 1e-4}),
    ],
    "explore_newton": [({"step": 1}, {"step": 2})],
    "explore_noise_model": [
        ({"y": 1, "y_hat": 0.02}, {"y": 1, "y_hat": 0.05}),
        ({"y": 1, "y_hat": 0.0, "s": 2.0}, {"y": 1, "y_hat": 1.0, "s": 2.0}),
    ],
    "explore_race": [
        ({"epoch": 100, "start": "(2, 2)"}, {"epoch": 16, "start": "(2, 2)"}),
        ({"epoch": 232, "start": "(2, 2)"}, {"epoch": 231, "start": "(2, 2)"}),
    ],
    "explore_regions": [({"epoch": 1}, {"epoch": 2}), ({"epoch": 4}, {"epoch": 3})],
    "explore_softmax": [
        ({"z0": -3, "z1": 3, "z2": 3, "y": 0}, {"z0": -3, "z1": 3, "z2": 3, "y": 1}),
        ({"z0": 1, "z1": 1, "z2": 1}, {"z0": 1, "z1": 1, "z2": 3}),
    ],
    "explore_softmax, shifted": [
        ({"temperature": 10}, {"temperature": 5}),
        ({"temperature": 0.1, "y": 1}, {"temperature": 0.3, "y": 1}),
    ],
    "explore_training": [({"epoch": 25}, {"epoch": 30}), ({"epoch": 100}, {"epoch": 80})],
    "explore_underflow": [({"p": 0.1, "N": 324}, {"p": 0.1, "N": 325})],
}
# What a hand moves in a picture: along x in each of so many axes, or a point along both.
HELD = {
    "explore_descent": ["x"],
    "explore_gradients": ["x", "x"],
    "explore_landscape": ["x", "y", "x", "y"],
    "explore_likelihood": ["x", "x", "x"],
    "explore_loss": ["x"],
    "explore_newton": ["x"],
    "explore_noise_model": ["x"],
    "explore_race": ["x"],
    "explore_regions": ["x"],
    "explore_training": ["x"],
    "explore_underflow": ["x", "x"],
}
MOST_BYTES = 1_500_000
NOT_A_NUMBER = re.compile(r"\b(nan|inf)\b|None", re.IGNORECASE)


@pytest.fixture(scope="module", params=sorted(CASES))
def case(request):
    return request.param, CASES[request.param]()


@pytest.fixture(scope="module")
def explorable(case):
    return case[1]


def test_every_explorable_has_a_case():
    assert {name.partition(",")[0] for name in CASES} == set(explore.__all__)
    assert CASES.keys() == TASKS.keys() and len(CASES) > 0


def test_tasks_are_done_by_some_states_and_not_by_the_first(case):
    name, explorable = case
    assert explorable.name == name.partition(",")[0]
    offered = {task["words"]: task for task in explorable._picture["tasks"]}
    assert offered.keys() == explorable.tasks.keys()
    for reaches, (reached, near) in zip(explorable.tasks.values(), TASKS[name], strict=True):
        assert reaches(**reached) and not reaches(**near)
        assert not reaches(**{control: explorable.state[control] for control in near})


def test_every_state_of_a_task_is_kept(explorable):
    """As the browser asks: the digit whose place the values of the task's controls have on their baked grids."""
    for task, reaches in zip(explorable._picture["tasks"], explorable.tasks.values(), strict=True):
        chosen = [explorable.controls[k] for k in task["controls"]]
        for state in explorable.states(baked=True):
            place = 0
            for control in chosen:
                place = place * len(control.baked) + control.baked.index(state[control.name])
            done = reaches(**{control.name: state[control.name] for control in chosen})
            assert task["reached"][place] == ("1" if done else "0"), (task["words"], state)


def drawn_at(explorable, axes, way):
    """Where the points of the moving lines are drawn along x (0) or y (1), in the picture's units from its top left."""
    points = [
        axes.transData.transform(line.get_xydata())
        for line in explorable._moving()
        if isinstance(line, Line2D)
        and line.axes is axes
        and line.get_transform() == axes.transData
        and len(line.get_xdata())
    ]
    found = np.concatenate(points)[:, way]
    return explorable.figure.bbox.height - found if way else found


def test_a_hand_finds_the_value_where_its_point_is_drawn(explorable):
    boxes = {tuple(explorable._box(axes)): axes for axes in explorable.figure.axes}
    for hold in explorable._picture["holds"]:
        axes = boxes[tuple(hold["box"])]
        for drag in hold["drags"]:
            way = "xy".index(drag["along"])
            low, size = hold["box"][way], hold["box"][way + 2]
            chosen = [explorable.controls[k] for k in drag["controls"]]
            states = list(itertools.product(*(control.baked for control in chosen)))
            assert drag["control"] in drag["controls"] and len(states) == len(drag["at"]) > 1
            for at, values in list(zip(drag["at"], states, strict=True))[::7]:
                explorable.update(**explorable.state | dict(zip((c.name for c in chosen), values, strict=True)))
                assert low - 0.01 <= at <= low + size + 0.01
                at_edge = at in (round(low, 2), round(low + size, 2))
                assert at_edge or np.nanmin(np.abs(drawn_at(explorable, axes, way) - at)) < 0.01, values


def test_a_hand_may_take_what_lies_along_an_axis():
    held = {
        name: [drag["along"] for hold in CASES[name]()._picture["holds"] for drag in hold["drags"]] for name in HELD
    }
    assert held == HELD


def test_every_state_is_said(explorable):
    readouts = [explorable.update(**state) for state in explorable.states()]
    assert len(readouts) == np.prod([len(control.values) for control in explorable.controls])
    for readout in readouts:
        assert readout.endswith(".") and not NOT_A_NUMBER.search(readout), readout
        assert "-" not in re.sub(r"\w-\w", "", readout), f"a hyphen for a minus sign: {readout}"


@plots.style()
def seen_and_said(explorable, state):
    said = explorable.update(**state)
    return said, svg_fragments(explorable.figure, list(explorable.layers.values()))[0]


@plots.style()
def test_the_picture_shows_the_numbers_of_the_table(explorable, monkeypatch):
    """Were one of them another, so would be the picture or the sentence."""
    scene, numbers = explorable.numbers.__self__, explorable.numbers
    states = list(islice(explorable.states(baked=True), 0, None, 7))
    assert len(numbers(**states[0])) > 1 and explorable.heard.keys() <= numbers(**states[0]).keys()
    for name in numbers(**states[0]):
        state = next(state for state in states if np.isfinite(numbers(**state)[name]))
        before = seen_and_said(explorable, state)
        another = numbers(**state) | {name: numbers(**state)[name] * 0.8 + 0.07}
        with monkeypatch.context() as patched:
            patched.setattr(scene, "numbers", lambda *_, another=another, **__: another)
            assert seen_and_said(explorable, state) != before, name


def test_every_number_can_be_told_and_one_is_heard(explorable):
    kept = explorable._picture["numbers"]
    assert len(kept["rows"]) == len(explorable._picture["readouts"]) and kept["heard"]
    assert all(len(row) == len(kept["names"]) for row in kept["rows"])
    for sounds in kept["heard"].values():
        assert len(sounds) == len(kept["rows"]) and len(set(map(tuple, sounds))) > 3
        assert all(220 <= hertz <= 1760 for hertz, _ in sounds)


@plots.style()
def test_every_baked_state_is_drawn_as_python_draws_it(explorable):
    """A layer that depends on a control which it does not name would show another state's picture."""
    states = list(explorable.states(baked=True))
    assert len(states) == len(explorable._picture["readouts"]) > 1
    for number, state in enumerate(states):
        assert explorable.update(**state) == explorable._picture["readouts"][number]
        for layer, artists in zip(explorable._picture["layers"], explorable.layers.values(), strict=True):
            place = 0
            for k in layer["controls"]:
                control = explorable.controls[k]
                place = place * len(control.baked) + control.baked.index(state[control.name])
            assert layer["frames"][place] == svg_fragment(explorable.figure, artists)[0], state


def test_nothing_that_moves_is_left_in_the_background(explorable):
    first, *_, last = explorable.states()
    backgrounds = set()
    for state in (first, last):
        explorable.update(**state)
        (background,), _ = svg_fragments(explorable.figure, explorable._bake_background())
        backgrounds.add(background)
    assert len(backgrounds) == 1


def test_every_control_changes_the_picture(explorable):
    for layer in explorable._picture["layers"]:
        assert len(set(layer["frames"])) > 1
    moved = {k for layer in explorable._picture["layers"] for k in layer["controls"]}
    assert moved == set(range(len(explorable.controls)))


def test_pictures_hold_numbers_only(explorable):
    for layer in explorable._picture["layers"]:
        for frame in layer["frames"]:
            assert not NOT_A_NUMBER.search(re.sub(r'style="[^"]*"', "", frame).replace("fill: none", ""))


@pytest.fixture(params=["usual", "presenting", "narrow"])
def make(request):
    """Makes a case as it is shown in a page, to a projector, or in a narrow place."""
    plots.present(request.param == "presenting")
    yield lambda name: CASES[name]().narrow() if request.param == "narrow" else CASES[name]()
    plots.present(False)


@pytest.mark.parametrize("name", sorted(CASES))
def test_words_lie_apart_and_within_the_picture(name, make, monkeypatch):
    monkeypatch.setattr(Explorable, "_bake_layers", lambda *_: [])  # only its artists are looked at
    explorable = make(name)
    moving = {text for artist in explorable._moving() for text in artist.findobj(Text)}
    still = boxes(text for text in drawn_words(explorable.figure) if text not in moving)
    assert len(still) > 8
    assert problems(explorable.figure, still) == []
    for state in islice(explorable.states(baked=True), 0, None, 5):  # every fifth shows every label and takes a second
        explorable.update(**state)
        assert problems(explorable.figure, boxes(moving), still) == [], state


def test_budget_in_bytes_and_what_a_narrow_place_shows(explorable):
    wide, narrow = explorable._picture, explorable._narrow()
    assert len(json.dumps([wide, narrow])) <= MOST_BYTES
    assert narrow["width"] < 0.6 * wide["width"] and "readouts" not in narrow
    frames = [[len(layer["frames"]) for layer in picture["layers"]] for picture in (wide, narrow)]
    assert frames[0] == frames[1] and min(frames[0]) > 1


def test_a_narrow_place_has_no_small_letters_though_a_projector_is_set(monkeypatch):
    monkeypatch.setattr(Explorable, "_bake_layers", lambda *_: [])
    plots.present()
    try:
        made = explore.explore_landscape(X, Y)
        assert made.narrow()._picture["zoom"] == 1 < made._picture["zoom"]
        assert made.narrow().figure.get_figwidth() < 4 and not plots.is_narrow()
    finally:
        plots.present(False)


def test_every_control_has_words(explorable):
    for control in explorable._controls:
        assert control["label"].strip()
        assert len(set(control["texts"])) == len(control["values"]), "two values with the same words"

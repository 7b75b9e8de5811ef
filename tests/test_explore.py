"""Every explorable of the course, driven through its whole grid with NumPy's warnings as errors.

What a single explorable draws is held in test_explore_<notebook>.py.
"""

import json
import re
from itertools import islice

import numpy as np
import pytest
from matplotlib.text import Text
from words import boxes, drawn_words, problems

from helpers import explore, plots
from helpers.data import make_blobs
from helpers.explorable import Explorable, svg_fragment, svg_fragments
from helpers.perceptron import gradient_descent

X = np.array([-3.2, -2.4, -1.7, -0.9, -0.4, 0.5, 0.9, 1.6, 2.3, 3.1])
Y = np.array([0, 0, 0, 1, 0, 1, 0, 1, 1, 1])

BLOBS = make_blobs(60, seed=1)

THREE = (
    np.array([[0.0, 1.0], [1.0, 0.2], [-1.0, -0.5], [0.3, 0.9], [0.8, -0.4], [-0.2, -1.0]]),
    np.array([0, 1, 2, 0, 1, 2]),
    np.array([0, 1, 3, 6, 10])[:, np.newaxis, np.newaxis] * np.array([[0.0, 0.9, -0.8], [0.9, -0.2, -0.7]]) / 10,
    np.zeros((5, 3)),
)

# One line for each explorable: its name and the call that a notebook makes.
CASES = {
    "explore_data_set": lambda: explore.explore_data_set(X, Y),
    "explore_descent": lambda: explore.explore_descent(),
    "explore_descent, one sample": lambda: explore.explore_descent("one sample"),
    "explore_gradients": lambda: explore.explore_gradients(),
    "explore_landscape": lambda: explore.explore_landscape(X, Y),
    "explore_likelihood": lambda: explore.explore_likelihood(),
    "explore_loss": lambda: explore.explore_loss(),
    "explore_newton": lambda: explore.explore_newton(X, Y, w=0.5, b=0.0),
    "explore_noise_model": lambda: explore.explore_noise_model(),
    "explore_race": lambda: explore.explore_race(),
    "explore_regions": lambda: explore.explore_regions(*THREE, lowest=0.1, classes=["a", "b", "c"]),
    "explore_softmax": lambda: explore.explore_softmax(),
    "explore_softmax, shifted": lambda: explore.explore_softmax([2, 1, -1]),
    "explore_training": lambda: explore.explore_training(*BLOBS, gradient_descent(*BLOBS, 1.0, 100)),
    "explore_underflow": lambda: explore.explore_underflow(),
}
MOST_BYTES = 1_500_000
NOT_A_NUMBER = re.compile(r"\b(nan|inf)\b|None", re.IGNORECASE)


@pytest.fixture(scope="module", params=sorted(CASES))
def explorable(request):
    return CASES[request.param]()


def test_every_explorable_has_a_case():
    assert {name.partition(",")[0] for name in CASES} == set(explore.__all__)
    assert len(CASES) > 0


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

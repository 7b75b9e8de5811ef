"""The numbers that notebook 5 states about the penguins, found again by Newton's method and not by our descent."""

import numpy as np
import pytest

from helpers import data

PENGUINS = data.load_penguins()
X = np.column_stack([np.ones(342), PENGUINS.bill_length_mm, PENGUINS.bill_depth_mm])
STANDARDISED = (X[:, 1:] - X[:, 1:].mean(axis=0)) / X[:, 1:].std(axis=0)
# Per row: intercept, bill length, bill depth (mm), of Chinstrap and Gentoo relative to Adelie.
PUBLISHED = np.array([[-24.39481, 2.206696, -3.976210], [25.76954, 2.692570, -8.364757]])
PUBLISHED_LOSS = 0.0700167550


def probabilities(Z):
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def mean_loss(Z, y):
    return float(-np.log(probabilities(Z)[np.arange(len(y)), y]).mean())


def newton_step(X, y, B):
    """One step for the logits 0, X B₀, X B₁; B: (2, D), the first class is the one that the others are relative to."""
    P = probabilities(np.column_stack([np.zeros(len(y)), X @ B.T]))[:, 1:]
    gradient = np.concatenate([X.T @ (P[:, k] - (y == k + 1)) for k in (0, 1)])
    curvature = np.block([[(X.T * (P[:, j] * ((j == k) - P[:, k]))) @ X for k in (0, 1)] for j in (0, 1)])
    return B - np.linalg.solve(curvature, gradient).reshape(2, -1)


@pytest.fixture(scope="module")
def optimum():
    """Coefficients in mm, from a Newton iteration on the standardised features."""
    features, B = np.column_stack([np.ones(342), STANDARDISED]), np.zeros((2, 3))
    for _ in range(25):
        B = newton_step(features, PENGUINS.species, B)
    mean, sd = X[:, 1:].mean(axis=0), X[:, 1:].std(axis=0)
    slopes = B[:, 1:] / sd
    return np.column_stack([B[:, 0] - slopes @ mean, slopes])


def test_coefficients_of_the_optimum(optimum):
    np.testing.assert_allclose(optimum, PUBLISHED, rtol=2e-7)


def test_loss_of_the_optimum(optimum):
    Z = np.column_stack([np.zeros(342), X @ optimum.T])
    assert mean_loss(Z, PENGUINS.species) == pytest.approx(PUBLISHED_LOSS, abs=5e-11)
    assert (Z.argmax(axis=1) != PENGUINS.species).sum() == 12


@pytest.fixture(scope="module")
def descent():
    """Mean loss, wrong birds and weights after 0, 1, … 20,000 updates with the step 2/λmax(X̃ᵀX̃/N)."""
    one, Y = np.column_stack([STANDARDISED, np.ones(342)]), np.eye(3)[PENGUINS.species]
    step, B, losses, wrong, weights = 2 / np.linalg.eigvalsh(one.T @ one / 342).max(), np.zeros((3, 3)), [], [], []
    assert step == pytest.approx(1.6193639, abs=1e-7)
    for _ in range(20_001):
        Z = one @ B
        losses.append(mean_loss(Z, PENGUINS.species))
        wrong.append(frozenset(np.flatnonzero(Z.argmax(axis=1) != PENGUINS.species)))
        weights.append(B)
        B = B - step * one.T @ (probabilities(Z) - Y) / 342
    return np.array(losses), wrong, weights


def test_excess_of_the_descent(descent):
    """53 % after 100 updates, 4 % after 1,000, 1.3e-7 after 20,000."""
    excess = descent[0] / PUBLISHED_LOSS - 1
    assert excess[[100, 1_000]].tolist() == pytest.approx([0.529, 0.0423], abs=5e-4)
    assert excess[20_000] == pytest.approx(1.3e-7, abs=0.1e-7)


def test_wrong_birds_of_the_descent(descent, optimum):
    """32 after one update, 14 after 30, 11 after 200, and from 1,200 on the 12 that are wrong at the optimum."""
    wrong = descent[1]
    at_the_optimum = np.column_stack([np.zeros(342), X @ optimum.T]).argmax(axis=1) != PENGUINS.species
    assert [len(wrong[1]), len(wrong[30]), len(wrong[200])] == [32, 14, 11]
    assert set(wrong[1_200:]) == {frozenset(np.flatnonzero(at_the_optimum))}
    assert at_the_optimum.sum() == 12


def test_borders_hardly_move_after_1200_updates(descent):
    """Adelie against Chinstrap at a depth of 18 mm: 43.55 mm, then 43.49 mm."""
    mean, sd = X[:, 1:].mean(axis=0), X[:, 1:].std(axis=0)
    depth, found = (18 - mean[1]) / sd[1], []
    for k in (1_200, 20_000):
        length, by_depth, constant = descent[2][k][:, 0] - descent[2][k][:, 1]
        found.append(mean[0] - sd[0] * (by_depth * depth + constant) / length)
    assert found == pytest.approx([43.55, 43.49], abs=5e-3)


def test_without_the_wrong_birds_twice_the_weights_are_better(descent):
    """Every other bird has its own logit on top, so no weights are the best for them."""
    one, B = np.column_stack([STANDARDISED, np.ones(342)]), descent[2][-1]
    right = np.array([n not in descent[1][-1] for n in range(342)])
    losses = [mean_loss(scale * one[right] @ B, PENGUINS.species[right]) for scale in (1, 2, 4, 8)]
    assert right.sum() == 330 and (np.diff(losses) < 0).all()


def surrounded(bill, others):
    """Whether a bill lies amid the others: seen from it, no gap between two of them is as wide as half a turn."""
    angles = np.sort(np.arctan2(*(others - bill).T))
    return np.diff(np.append(angles, angles[0] + 2 * np.pi)).max() < np.pi


def test_only_chinstrap_overlaps_both_others():
    """A line parts Adelie from Gentoo; amid either of them lie Chinstraps, so no species can be cut off."""
    bills = {k: X[PENGUINS.species == k, 1:] for k in range(3)}
    amid = {(i, j): sum(surrounded(bill, bills[j]) for bill in bills[i]) for i, j in ((1, 0), (1, 2), (0, 2), (2, 0))}
    assert amid[1, 0] > 0 and amid[1, 2] > 0
    assert amid[0, 2] == amid[2, 0] == 0
    length, depth = np.array([2.692570, -8.364757])  # of Gentoo against Adelie at the optimum
    lead = {k: 25.76954 + bills[k] @ [length, depth] for k in (0, 2)}
    assert lead[0].max() < 0 < lead[2].min()


def test_pushing_the_cut_away_from_the_optimum_is_soon_worse_with_all_birds(optimum):
    """a (c − length) on the logit of Adelie, c = 40.35 mm: from the optimum every a > 0 raises the loss."""
    Z = np.column_stack([np.zeros(342), X @ optimum.T])
    pushed = [mean_loss(Z + a * np.outer(40.35 - X[:, 1], [1, 0, 0]), PENGUINS.species) for a in (0, 1e-3, 0.1, 1, 10)]
    assert (np.diff(pushed) > 0).all()


def test_short_billed_adelies_are_separable():
    """What the notebook uses in place of iris: Adelies with bills below 40 mm; all other birds have longer ones."""
    length, others = PENGUINS.bill_length_mm, PENGUINS.species != 0
    assert length[others].min() == 40.9
    assert ((length < 40) & ~others).sum() == 100


def test_the_loss_curves_at_most_one_half_in_the_logits():
    """The second derivatives by the logits are diag(ŷ) − ŷŷᵀ; hence the step 1/λ with λ = λmax(X̃ᵀX̃/N)/2."""
    rng = np.random.default_rng(0)
    predictions = [*rng.dirichlet(np.ones(3), 500), np.array([0.5, 0.5, 0.0])]
    largest = [np.linalg.eigvalsh(np.diag(y_hat) - np.outer(y_hat, y_hat)).max() for y_hat in predictions]
    assert max(largest) == largest[-1] == pytest.approx(0.5)

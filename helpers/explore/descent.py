"""Explorables of notebook 3: descents, one step at a time, on a curve, with two losses, and over two parameters.

Every gradient comes from `losses` or `perceptron`, where tests hold it against differences.
"""

from collections.abc import Callable
from functools import partial
from itertools import product
from typing import NamedTuple

import numpy as np

from helpers.explorable import Choice, Play, Slider
from helpers.explore.definition import checked_samples
from helpers.explore.gradients import LOSS_STYLES, LOSSES, NAMES, SHADE, line_style
from helpers.explore.shared import beside, empty, for_both_widths, lay_tangent, note, wired
from helpers.losses import binary_cross_entropy_from_logits, binary_cross_entropy_grad_z, sigmoid
from helpers.perceptron import gradient_descent
from helpers.plots import BLUE, GREY, draw_contours, draw_cover, label_contours, new_figure, number

# One curve, one step at a time


class Curve(NamedTuple):
    """A loss of one parameter w with its slope, where the descent starts, and the part of it that is shown."""

    name: str
    height: Callable
    slope: Callable
    start: float
    left: float
    right: float
    top: float


ONE_SAMPLE = partial(binary_cross_entropy_from_logits, 1), partial(binary_cross_entropy_grad_z, 1)
CURVES = {
    "parabola": Curve("The parabola ½(w − 2)²", lambda w: 0.5 * (w - 2) ** 2, lambda w: w - 2, -2.0, -5.0, 9.0, 22.0),
    "one sample": Curve("The loss of one sample", *ONE_SAMPLE, start=-3.0, left=-4.0, right=10.0, top=4.2),
}
STEP_SIZES = [0.05, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 1.9, 2.0, 2.1, 3.0]
DESCENT_EPOCHS = 15


def descend(curve, learning_rate, epochs=DESCENT_EPOCHS):
    """The values of w from the start on, shape (epochs + 1,): w ← w − η · slope, again and again."""
    w = [curve.start]
    for _ in range(epochs):
        w.append(w[-1] - learning_rate * float(curve.slope(w[-1])))
    return np.array(w)


def in_words(value, sign=False):
    """A number in three decimals, a large one whole and in groups of three digits; with `sign`, a plus in front."""
    words = number(value) if abs(value) < 1e4 else f"{value:,.0f}".replace("-", "−")
    return f"+{words}" if sign and value > 0 else words


class DescentScene:
    """A curve, the places that the descent has visited, the ball with its tangent, and below it the next update."""

    def __init__(self, curve):
        self.curve = curve
        self.ways = {rate: descend(curve, rate, DESCENT_EPOCHS + 1) for rate in STEP_SIZES}
        self.figure, self.axes = new_figure(size=(7.2, 3.9))
        self.floor = -0.09 * curve.top
        grid = np.linspace(curve.left, curve.right, 141)
        self.axes.plot(grid, curve.height(grid), color=GREY)
        self.axes.axhline(0, color="black", linewidth=0.8)
        self.axes.set(xlim=(curve.left, curve.right), xlabel="parameter w")
        self.axes.set(ylim=(2 * self.floor, curve.top), ylabel="loss L")
        self.way = empty(self.axes, color=BLUE, linewidth=1, marker=".", markersize=7)
        self.tangent = empty(self.axes, color="black", linewidth=1.3)
        self.shaft = empty(self.axes, color=BLUE, linewidth=3)
        self.heads = {side: empty(self.axes, color=BLUE, marker=side, markersize=9, clip_on=False) for side in "<>"}
        self.ball = empty(self.axes, color=BLUE, marker="o", markersize=12, markeredgecolor="white")
        self.words = self.axes.text(0.5, 0.97, "", transform=self.axes.transAxes, ha="center", va="top")
        self.moving = [self.way, self.tangent, self.shaft, *self.heads.values(), self.ball, self.words]

    def numbers(self, epoch, learning_rate):
        w = self.ways[learning_rate][epoch]
        return {"parameter w": w, "loss L": float(self.curve.height(w)), "slope dL/dw": float(self.curve.slope(w))}

    def update(self, epoch, learning_rate):
        w, loss, slope = self.numbers(epoch, learning_rate).values()
        after = self.ways[learning_rate][epoch + 1]
        visited = self.ways[learning_rate][: epoch + 1]
        self.way.set_data(visited, self.curve.height(visited))
        self.ball.set_data([w], [loss])
        length = 2.5 / np.hypot(1, 5 * slope / self.curve.top)  # whatever the slope, it looks as long
        lay_tangent(self.tangent, w, loss, slope, length)
        self._draw_arrow(w, after)
        step = f"−{learning_rate:g} · ({in_words(slope)}) = {in_words(after - w, sign=True)}"
        self.words.set_text(f"next update: {step}" if self._inside(w) else "the ball is outside of the picture")
        return (
            f"{self.curve.name}, η = {learning_rate:g}, epoch {epoch}: w = {in_words(w)}, loss "
            f"{in_words(loss)}, slope {in_words(slope)}. The next update is {step}: it takes w "
            f"to {in_words(after)}."
        )

    def place(self, epoch, learning_rate):
        """The present w."""
        return self.ways[learning_rate][epoch]

    def arrives_at_once(self, epoch, learning_rate):
        return epoch == 1 and abs(self.curve.slope(self.place(epoch, learning_rate))) < 1e-9

    def is_outside(self, epoch, learning_rate):
        return not self._inside(self.place(epoch, learning_rate))

    def is_low(self, epoch, learning_rate):
        return self.curve.height(self.place(epoch, learning_rate)) < 0.1

    def _inside(self, w):
        return self.curve.left <= w <= self.curve.right

    def _draw_arrow(self, w, after):
        """Under the axis, from w to the next w or to the edge of the picture; outside of it, only where the ball is."""
        ends = np.clip([w, after] if self._inside(w) else [w, w], self.curve.left, self.curve.right)
        self.shaft.set_data(ends, [self.floor, self.floor])
        ahead = ">" if (after > w if self._inside(w) else w > self.curve.right) else "<"
        for side, head in self.heads.items():
            stays = self._inside(w) and after == w
            head.set(data=(ends[1:], [self.floor]), visible=side == ahead and not stays)


@for_both_widths
def explore_descent(curve="parabola", learning_rate=0.25, epoch=0):
    """Play gradient descent on one curve, step by step, with a step size η to choose: w ← w − η · slope.

    curve: "parabola", ½(w − 2)² from w = −2 on, or "one sample", the cross-entropy of a sample with x = 1, y = 1 and
    b = 0, from w = −3 on. learning_rate: η, one of 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 1.9, 2, 2.1 and 3. epoch: from 0
    to 15. Raises ValueError for another curve.
    """
    if curve not in CURVES:
        raise ValueError(f"curve is {curve!r}; want one of {', '.join(map(repr, CURVES))}")
    scene = DescentScene(CURVES[curve])
    layers, heard = {("epoch", "learning_rate"): scene.moving}, {"loss L": (0, scene.curve.top)}
    controls = [
        Play("epoch", "epoch", range(DESCENT_EPOCHS + 1), epoch, seconds=12, along=("x", scene.axes, scene.place)),
        Slider("learning_rate", "step size η", STEP_SIZES, start=learning_rate),
    ]
    tasks = {"parabola": [scene.arrives_at_once, scene.is_outside], "one sample": [scene.is_low]}[curve]
    return wired(f"explore_descent, {curve}", scene, layers, controls, heard, tasks)


# The race

RACE_STARTS = {"(2, 2)": (2.0, 2.0), "(0.6, 0.9)": (0.6, 0.9)}
MARK_HEIGHTS = {"cross_entropy": 0.4, "squared_error": 0.53}  # of the words for a crossing
RACE_EPOCHS = 280
RACE_LEARNING_RATE = 0.15


def race(loss, w, b, epochs=RACE_EPOCHS, learning_rate=RACE_LEARNING_RATE):
    """The prediction ŷ = σ(w + b) of one neuron with x = 1 and target 0, shape (epochs + 1,): row k after k updates."""
    descent = gradient_descent([[1.0]], [0], learning_rate, epochs, loss=loss, w=[w], b=b)
    return sigmoid(descent.w_history[:, 0] + descent.b_history)


def epochs_to_cross(y_hat, threshold=0.5):
    """The number of updates after which ŷ is below the threshold for the first time; None where it never is."""
    below = np.flatnonzero(y_hat < threshold)
    return int(below[0]) if below.size else None


class RaceScene:
    """ŷ against the epoch for both losses, uncovered as the race runs."""

    def __init__(self):
        self.histories = {name: {loss: race(loss, *at) for loss in LOSSES} for name, at in RACE_STARTS.items()}
        self.figure, axes = new_figure(size=(7.2, 3.9))
        axes.set(xlim=(-4, RACE_EPOCHS + 5), xlabel="epoch (updates made)")
        axes.set(ylim=(-0.04, 1.04), ylabel="prediction ŷ (the target is 0)")
        axes.axhline(0.5, color="black", linewidth=1, linestyle=":")
        for loss, name in NAMES.items():
            axes.plot([], [], label=name, **line_style(loss))
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
        axes.grid(False)
        self.curves = {loss: empty(axes, zorder=0.2, **line_style(loss)) for loss in LOSSES}
        look = {loss: {"color": LOSS_STYLES[loss]["color"], "fontweight": "bold"} for loss in LOSSES}
        self.marks = {loss: axes.text(0, height, "", **look[loss]) for loss, height in MARK_HEIGHTS.items()}
        self.cover = draw_cover(axes, 0, RACE_EPOCHS + 5, color=SHADE, zorder=0.4)
        self.runners = {loss: empty(axes, markersize=9, **LOSS_STYLES[loss]) for loss in LOSSES}

    def numbers(self, epoch, start):
        return {f"ŷ, {NAMES[loss]}": y_hat[epoch] for loss, y_hat in self.histories[start].items()}

    def is_crossing(self, epoch, start):
        return epoch == epochs_to_cross(self.histories[start]["squared_error"])

    def is_far_apart(self, epoch, start):
        """Whether one prediction is below ½ while the other is above 0.95."""
        y_hat = [history[epoch] for history in self.histories[start].values()]
        return min(y_hat) < 0.5 and max(y_hat) > 0.95

    def update(self, epoch, start):
        now = dict(zip(LOSSES, self.numbers(epoch, start).values(), strict=True))
        self.cover.set(x=epoch, width=RACE_EPOCHS + 5 - epoch)
        said = []
        for loss, y_hat in self.histories[start].items():
            self.curves[loss].set_data(np.arange(len(y_hat)), y_hat)
            self.runners[loss].set_data([epoch], [now[loss]])
            crossed = epochs_to_cross(y_hat)
            place = beside(crossed, 5, right=crossed < 0.7 * RACE_EPOCHS)
            self.marks[loss].set(text=f"epoch {crossed}" if epoch >= crossed else "", **place)
            state = f"below ½ since epoch {crossed}" if epoch >= crossed else "still above ½"
            said.append(f"{NAMES[loss]} has ŷ = {number(now[loss], 4)}, {state}")
        return f"From {start}, epoch {epoch}: {said[0]}; {said[1]}."


@for_both_widths
def explore_race(start="(2, 2)", epoch=0):
    """Play two descents with one step size, η = 0.15: one neuron, x = 1, target 0, started confidently wrong.

    "Crossed at epoch k" means that ŷ is below ½ for the first time after k updates.
    """
    scene = RaceScene()
    layers = {
        ("start",): list(scene.curves.values()),
        ("epoch",): [scene.cover],
        ("epoch", "start"): [*scene.marks.values(), *scene.runners.values()],
    }
    controls = [
        Play("epoch", "epoch", range(RACE_EPOCHS + 1), epoch, seconds=12, along=("x", scene.cover.axes)),
        Choice("start", "start (w, b)", list(RACE_STARTS), start=start),
    ]
    heard = {f"ŷ, {name}": (0, 1) for name in NAMES.values()}
    return wired("explore_race", scene, layers, controls, heard, [scene.is_far_apart, scene.is_crossing])


# The landscape

START_WEIGHTS = [-5.0, -2.5, 0.0]
START_BIASES = [-4.0, 0.0, 5.0]
LANDSCAPE_END = 6.6
LANDSCAPE_LEARNING_RATE = 1.0
LANDSCAPE_EPOCHS = [*range(11), 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 125, 150, 200, 250, 300, 400, 500, 700, 1000]
LEVELS = np.arange(1, 36) / 5  # the same for both losses, so that the eye may compare how steep they are
BOX = {"facecolor": "white", "edgecolor": "none", "pad": 2}  # of words over lines
LABELLED = {"cross_entropy": LEVELS[4::5], "squared_error": LEVELS}
FINER = [0.06, 0.1, 0.25, 0.3, 0.35]  # dotted lines for squared error, which comes to two of the levels only


def mean_loss(loss, x, y, w, b):
    """The mean loss over the samples, for arrays w and b of one shape."""
    z = np.outer(x, w) + np.ravel(b)
    labels = np.broadcast_to(y[:, np.newaxis], z.shape)
    return LOSSES[loss](labels, z).mean(axis=0).reshape(np.shape(w))


def steepness(descent, epoch):
    """The length of the gradient (∂L/∂w, ∂L/∂b) before an update, from the update that it led to."""
    update = np.diff(descent.w_history[epoch : epoch + 2, 0]), np.diff(descent.b_history[epoch : epoch + 2])
    return float(np.hypot(*update)[0]) / LANDSCAPE_LEARNING_RATE


class LandscapeScene:
    """The contours of each mean loss over (w, b), a plus at the minimum, and the descent."""

    def __init__(self, x, y):
        self.x, self.y = x, y
        self.figure, both = new_figure(1, 2, size=(7.6, 4.1), sharey=True)
        self.axes = dict(zip(LOSSES, both, strict=True))
        run = partial(gradient_descent, x[:, np.newaxis], y, LANDSCAPE_LEARNING_RATE, LANDSCAPE_EPOCHS[-1] + 1)
        starts = product(LOSSES, START_WEIGHTS, START_BIASES)
        self.descents = {(loss, w, b): run(loss=loss, w=[w], b=b) for loss, w, b in starts}
        for loss in LOSSES:
            self._draw_background(loss)
        self._draw_finer_lines()
        self.axes["squared_error"].set_ylabel("")
        self.paths = {loss: empty(axes, linewidth=2.5, **line_style(loss)) for loss, axes in self.axes.items()}
        look = {"linestyle": "none", "markersize": 10, "markeredgecolor": "white"}
        self.points = {loss: empty(axes, **LOSS_STYLES[loss] | look) for loss, axes in self.axes.items()}
        self.words = {loss: note(axes, 0.98, 0.98, bbox=BOX) for loss, axes in self.axes.items()}

    def _draw_background(self, loss):
        axes, ends = self.axes[loss], (-LANDSCAPE_END, LANDSCAPE_END)
        lowest = self.descents[loss, 0, 0]
        look = {"levels": LEVELS, "labels": LABELLED[loss], "lowest": (lowest.w[0], lowest.b)}
        draw_contours(axes, lambda w, b: mean_loss(loss, self.x, self.y, w, b), ends, ends, **look)
        axes.set(title=NAMES[loss])

    def _draw_finer_lines(self):
        axes, grid = self.axes["squared_error"], np.linspace(-LANDSCAPE_END, LANDSCAPE_END, 53)
        w, b = np.meshgrid(grid, grid)
        heights = mean_loss("squared_error", self.x, self.y, w, b)
        look = {"colors": "#767676", "linewidths": 1, "linestyles": "dotted"}
        label_contours(axes, axes.contour(w, b, heights, levels=FINER, **look))

    def numbers(self, epoch, w, b):
        told = {}
        for loss, name in NAMES.items():
            descent = self.descents[loss, w, b]
            told[f"loss, {name}"], told[f"steepness, {name}"] = descent.losses[epoch], steepness(descent, epoch)
        return told

    def is_lost(self, epoch, w, b):
        return epoch == 1000 and self.descents["squared_error", w, b].losses[epoch] > 0.2

    def update(self, epoch, w, b):
        said, told = [], self.numbers(epoch, w, b)
        for loss in LOSSES:
            descent = self.descents[loss, w, b]
            path = descent.w_history[: epoch + 1, 0], descent.b_history[: epoch + 1]
            self.paths[loss].set_data(*path)
            self.points[loss].set_data(*np.transpose(path)[-1:].T)
            value = ", ".join(f"{what} {number(told[f'{what}, {NAMES[loss]}'])}" for what in ("loss", "steepness"))
            self.words[loss].set_text(value)
            at = [number(coordinate[-1], 2) for coordinate in path]
            said.append(f"{NAMES[loss]} is at w = {at[0]}, b = {at[1]}, {value}")
        return f"From w = {number(w, 1)}, b = {number(b, 1)}, epoch {epoch}: {said[0]}; {said[1]}."


@for_both_widths
def explore_landscape(x, y, w=-5.0, b=0.0, epoch=0):
    """Play gradient descent on the mean of each loss over (w, b), with one step size, η = 1, from a chosen start.

    x: (N,) feature values. y: (N,) labels 0 or 1, both present. w, b: the start, one of −5, −2.5, 0 and one of −4,
    0, 5. Epochs run to 1000, close together at first. Raises ValueError for other labels, an x that is not finite,
    shapes that differ, or one label or one x only.
    """
    scene = LandscapeScene(*checked_samples(x, y))
    both = list(scene.axes.values())
    layers = {("epoch", "w", "b"): [*scene.paths.values(), *scene.points.values(), *scene.words.values()]}
    controls = [
        Play("epoch", "epoch", LANDSCAPE_EPOCHS, start=epoch, seconds=8),
        Slider("w", "start w", START_WEIGHTS, start=w, along=("x", both)),
        Slider("b", "start b", START_BIASES, start=b, along=("y", both)),
    ]
    heard = {"loss, cross-entropy": (0, LEVELS[-1]), "loss, squared error": (0, 0.5)}
    return wired("explore_landscape", scene, layers, controls, heard, [scene.is_lost])

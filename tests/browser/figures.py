"""Small explorables, one for each thing that can go wrong; the tests and the notebooks' kernels build the same."""

import threading
import time

from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from helpers.explorable import Choice, Explorable, Play, Slider

STEPS = [0.0, 0.25, 0.5, 0.75, 1.0]
FINE = [k / 100 for k in range(101)]
calls = []  # the states that slow() was asked to draw and when, so that a test can see what was queued
drawn_in = set()  # the threads that it drew them in


def _axes(size=(4, 2)):
    figure = Figure(figsize=size)
    axes = figure.subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return figure, axes


def point():
    """A point that slides and changes its shape, and one word of mathematics."""
    figure, axes = _axes()
    (marker,) = axes.plot([0], [0.5], "o")
    label = axes.text(0.1, 0.8, "")

    def update(x, shape):
        marker.set_data([x], [0.5])
        marker.set_marker({"round": "o", "square": "s"}[shape])
        label.set_text(rf"$x^2 = {x * x:.3f}$")
        return f"The point is {shape} and stands at {x:g}."

    controls = [Slider("x", "place x", STEPS, start=0.5), Choice("shape", "its shape", ["round", "square"])]
    return Explorable(figure, {("x", "shape"): [marker], ("x",): [label]}, controls, update, alt="A point on a line.")


def clipped():
    """A disc far larger than its axes: without its clipping it would cover the whole card.

    Its size is its own, so that no other figure on the page has the same clip path.
    """
    figure, axes = _axes(size=(4.2, 2.1))
    disc = axes.add_patch(Circle((0.5, 0.5), 5, color="black"))

    def update(x):
        disc.center = (x, 0.5)
        return f"The disc is around {x:g}."

    return Explorable(figure, {("x",): [disc]}, [Slider("x", "centre", STEPS)], update, alt="A disc, cut off.")


def tinted():
    """A black square under the background, in axes of another colour."""
    figure, axes = _axes()
    axes.set_facecolor("#eeffee")
    square = axes.add_patch(Rectangle((0, 0), 1, 1, color="black", zorder=0.5))

    def update(x):
        square.set_alpha(0.5 + x / 2)
        return f"The square is {x:g} dark."

    return Explorable(figure, {("x",): [square]}, [Slider("x", "shade", STEPS, start=1.0)], update, alt="A square.")


def slow():
    """Every quarter is baked; the hundredths between them are asked for, and take their time."""
    figure, axes = _axes()
    bar = axes.add_patch(Rectangle((-1, 0), 0, 1))
    baking = True

    def update(x):
        if not baking:
            calls.append((x, time.time()))
            drawn_in.add(threading.current_thread().name)
            time.sleep(0.15)
        bar.set_width(1.1 + 0.8 * x)
        return f"The bar is {x:.2f} wide."

    slider = Slider("x", "width", FINE, baked=STEPS, text="{:.2f}".format)
    explorable = Explorable(figure, {("x",): [bar]}, [slider], update, alt="A bar.")
    baking = False
    return explorable


def playing(seconds=1.0):
    """Ten steps that play."""
    figure, axes = _axes()
    (line,) = axes.plot([], [])

    def update(epoch):
        line.set_data([0, epoch / 10], [0, 1])
        return f"This is epoch {epoch}."

    control = Play("epoch", "epoch", range(11), seconds=seconds)
    return Explorable(figure, {("epoch",): [line]}, [control], update, alt="A line.")


def wordy():
    """Four controls with long labels and readouts of different lengths."""
    figure, axes = _axes(size=(7.2, 3))
    text = axes.text(0.1, 0.5, "")
    names = ["alpha", "beta", "gamma"]

    def update(**state):
        text.set_text(", ".join(map(str, state.values())))
        return "A long readout that needs two lines. " * (1 + int(4 * state["alpha"])) + "Its end."

    controls = [
        *(Slider(name, f"a long label for {name}", STEPS[::2], text="{:.6f}".format) for name in names),
        Choice("kind", "which of several", ["the first of them", "the second one", "neither of the two"]),
    ]
    layers = {(*names, "kind"): [text]}
    return Explorable(figure, layers, controls, update, alt="Words.")


def awkward():
    """Words with all that means something to HTML, to JSON or to the player."""
    figure, axes = _axes()
    text = axes.text(0.1, 0.5, "")

    def update(x):
        text.set_text(f'@@ &amp; <b>"{x}"')
        return f"<!-- <script> @@ {x} </script>"

    slider = Slider("x", "<!-- <script> @@", [0, 1])
    return Explorable(figure, {("x",): [text]}, [slider], update, alt="<!-- <script> @@")


def counted():
    """A bar whose height leaves the picture and becomes infinite, told as a number and heard."""
    figure, axes = _axes()
    bar = axes.add_patch(Rectangle((0.4, 0), 0.2, 0))

    def numbers(x, side):
        height = float("inf") if x == 1 else 2 * x
        return {"height (m)": height, "depth (m)": -height if side == "both" else 0.0}

    def update(x, side):
        bar.set_height(min(numbers(x, side)["height (m)"], 1))
        return f"The bar of {x:g} has {side}."

    controls = [Slider("x", "place x", STEPS), Choice("side", "sides", ["one", "both"])]
    told = {"numbers": numbers, "heard": {"height (m)": (0, 1), "depth (m)": (-1, 0)}}
    return Explorable(figure, {("x", "side"): [bar]}, controls, update, alt="A bar.", **told)


def thin():
    """What `point` shows in a narrow place."""
    figure, axes = _axes(size=(2.5, 3))
    (marker,) = axes.plot([0], [0.5], "o")
    label = axes.text(0.1, 0.8, "")

    def update(x, shape):
        marker.set_data([x], [0.5])
        label.set_text(shape)
        return f"The point is {shape} and stands at {x:g}."

    controls = [Slider("x", "place x", STEPS, start=0.5), Choice("shape", "its shape", ["round", "square"])]
    return Explorable(figure, {("x",): [marker], ("shape",): [label]}, controls, update, alt="A point on a line.")

"""What explorables share: their words, the two widths they are drawn for, and the moves of a point and a tangent."""

import tomllib
from functools import partial, wraps
from pathlib import Path

from helpers.explorable import Explorable
from helpers.plots import narrowly, style

WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def for_both_widths(make):
    """The function in the course's style; what it makes can be made for a narrow place too, when a page asks for it."""

    @wraps(make)
    def explore(*args, **kwargs):
        with style():
            explorable = make(*args, **kwargs)
        explorable.narrow = partial(narrowly()(explore), *args, **kwargs)
        return explorable

    return explore


def wired(name, scene, layers, controls, heard, tasks, **told):
    """The scene with its figure, `update` and `numbers` as an Explorable with the words that words.toml has for `name`.

    tasks: the functions that judge them, in the order of their sentences. told: what the words leave open in braces.
    What follows a comma in the name tells two explorables of one function apart.
    """
    words = WORDS[name]
    alt, tasks = words["alt"].format(**told), dict(zip(words["tasks"], tasks, strict=True))
    more = {"name": name.partition(",")[0], "numbers": scene.numbers, "heard": heard}
    return Explorable(scene.figure, layers, controls, scene.update, alt=alt, tasks=tasks, **more)


def empty(axes, **look):
    """A line without points yet, for `update` to move."""
    return axes.plot([], [], **look)[0]


def note(axes, x, y, **look):
    """Words to be written, with their upper right corner at these shares of the axes' width and height."""
    return axes.text(x, y, "", transform=axes.transAxes, ha="right", va="top", **look)


def beside(x, gap, *, right):
    """Where words stand that begin to the right of x, or end to the left of it."""
    return {"x": x + gap, "ha": "left"} if right else {"x": x - gap, "ha": "right"}


def put(point, beyond, x, y, top, edge):
    """The point at (x, y); above the top, the arrow `beyond` in its place, at the height `edge`."""
    point.set(data=([x], [y]), visible=bool(y <= top))
    beyond.set(data=([x], [edge]), visible=not y <= top)


def lay_tangent(line, x, y, slope, reach):
    """The line through (x, y) with this slope, as far as `reach` to both sides."""
    line.set_data([x - reach, x + reach], [y - slope * reach, y + slope * reach])

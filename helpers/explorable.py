"""Matplotlib figures that a reader can move: drawn once by Python, moved by the browser.

An `Explorable` is a figure, its moving artists in layers, one to four controls with a finite grid of values, and an
`update` function. It is *baked* once: the figure without its moving artists becomes one SVG background, and every
layer becomes one small SVG fragment for each combination of the controls that the layer depends on. The browser
(`player.js`) only swaps fragments, so a slider moves at the speed of the screen, with or without a kernel.
"""

import asyncio
import base64
import hashlib
import inspect
import io
import itertools
import math
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import ClassVar
from xml.etree import ElementTree

import anywidget
import ipywidgets
import matplotlib
import numpy as np
import traitlets
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import to_hex
from matplotlib.text import Text
from PIL import Image

from helpers import page

__all__ = ["Choice", "Explorable", "Play", "Slider"]

PIXELS_PER_INCH = 72
USUAL_DPI = 100  # matplotlib's; a figure of more dots per inch is shown as much larger
PNG_PIXELS_PER_INCH = 110
SVG_SETTINGS = {"svg.image_inline": True, "svg.fonttype": "none", "image.composite_image": False}
SCRIPTS = ["controls.js", "hold.js", "links.js", "tasks.js", "listen.js", "table.js", "player.js"]
LOWEST, OCTAVES = 220, 3  # of the tones for the lowest number that a picture shows, in Hz, and up to its highest
PREFIX = "@@"  # stands before every id; each view puts a prefix of its own there


def _words(value):
    """A grid value in words: text as it is, numbers in as few digits as they need."""
    return value if isinstance(value, str) else f"{value + 0:g}".replace("-", "−")  # −0 + 0 is 0


def _told(value):
    """A number as JSON can say it: six digits, infinity as text."""
    if math.isnan(value):
        raise ValueError("numbers gives nan; want numbers, or infinity")
    return float(f"{value + 0:.6g}") if math.isfinite(value) else _words(value).replace("inf", "∞")


def _sound(value, low, high):
    """Hz, higher for a higher number, and its wave: 0 from low to high, 1 beyond, 2 where it is infinite."""
    share = min(max((float(value) - low) / (high - low), 0), 1)
    return [round(LOWEST * 2 ** (OCTAVES * share), 1), 2 if math.isinf(value) else int(not low <= value <= high)]


# Controls -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slider:
    """A range input over `values`, in their order.

    name: the keyword under which `update` receives the value, and the name of the widget's trait; a Python name.
    label: the words beside the control.
    values: the grid, all different, finite numbers or text.
    start: the first value shown, one of `baked`; by default the first of them.
    text: turns a value into the words shown and read aloud for it.
    baked: the coarser grid kept for pages without a kernel; by default all of `values`. Other values ask the kernel.
    along: where a hand on the picture moves it: ("x", axes) or ("y", axes), of one axes or several. A third item is a
        function of controls, as `update` names them, that says where on that axis their values lie; without it a value
        lies at itself.
    """

    name: str
    label: str
    values: Sequence
    start: object = None
    text: Callable[[object], str] = _words
    baked: Sequence | None = None
    along: tuple | None = None
    kind: ClassVar[str] = "slider"

    def __post_init__(self):
        if not isinstance(self.name, str) or not self.name.isidentifier() or self.name == "self":
            raise ValueError(f"got the control name {self.name!r}; want a Python name, as `update` has it")
        values = _plain(self.values)
        _check_grid(self.name, values)
        baked = values if self.baked is None else _plain(self.baked)
        if not baked or len(set(baked)) < len(baked):
            raise ValueError(f"control {self.name!r}: baked is [{_short(baked)}]; want one or more, no two alike")
        start = baked[0] if self.start is None else _plain([self.start])[0]
        for value in baked:
            if value not in values:
                raise ValueError(f"control {self.name!r}: {value!r} is not on its grid {_short(values)}")
        if start not in baked:
            raise ValueError(f"control {self.name!r}: start {start!r} is not on the baked grid {_short(baked)}")
        vars(self).update(values=values, baked=baked, start=start)  # as it is frozen

    def nearest(self, value):
        """The grid number nearest to a finite number; anything else as it is, for the trait to accept or refuse."""
        numbers = all(isinstance(number, (int, float)) for number in (value, *self.values))
        if not numbers or not math.isfinite(value):
            return value
        return min(self.values, key=lambda grid_value: abs(grid_value - value))

    def as_json(self, values):
        """What the player needs to know, when it offers `values`."""
        told = {"name": self.name, "kind": self.kind, "label": self.label, "values": values}
        baked = [values.index(value) for value in self.baked]
        return told | {"texts": [self.text(value) for value in values], "baked": baked}


@dataclass(frozen=True)
class Choice(Slider):
    """Radio buttons, one for each value. Arguments as for `Slider`."""

    text: Callable[[object], str] = str
    kind: ClassVar[str] = "choice"


@dataclass(frozen=True)
class Play(Slider):
    """A slider with a play button: `seconds` from the first value to the last. Other arguments as for `Slider`."""

    seconds: float = 6.0
    kind: ClassVar[str] = "play"

    def __post_init__(self):
        super().__post_init__()
        if not 0 < self.seconds < math.inf:
            raise ValueError(f"control {self.name!r}: seconds is {self.seconds!r}; want a number above 0")

    def as_json(self, values):
        return super().as_json(values) | {"interval": round(1000 * self.seconds / len(values))}


def _combinations(controls):
    """Every combination of (name, values) pairs as a dict; the last control moves fastest."""
    names, grids = zip(*controls, strict=True)
    return (dict(zip(names, values, strict=True)) for values in itertools.product(*grids))


def _plain(values):
    """Python numbers and text in place of NumPy's, since traits travel as JSON."""
    return [value.item() if hasattr(value, "item") else value for value in values]


def _short(values):
    shown = [repr(value) for value in values]
    return ", ".join(shown if len(shown) < 8 else [*shown[:3], "…", *shown[-2:]])


def _check_grid(name, values):
    for value in values:
        if not isinstance(value, (int, float, str)) or value in (math.inf, -math.inf) or value != value:
            raise ValueError(f"control {name!r}: got the value {value!r}; want finite numbers or text")
    if len(values) < 2 or len(set(values)) < len(values):
        raise ValueError(f"control {name!r}: got values {_short(values)}; want two or more, all different")


class _OnGrid(traitlets.TraitType):
    """A trait that holds one of the control's grid values."""

    def __init__(self, control):
        super().__init__(default_value=control.start)
        self.control = control
        self.tag(sync=True, from_json=lambda value, widget: control.nearest(value))

    def validate(self, obj, value):
        if value in self.control.values:
            return self.control.values[self.control.values.index(value)]
        raise traitlets.TraitError(f"{self.control.name} = {value!r} is not on the grid {_short(self.control.values)}")


def _artists(depends_on, artists):
    """The artists of a layer as a list. (`axes.plot` returns a list itself, and so makes a list in a list.)"""
    chosen = list(artists) if isinstance(artists, Iterable) else artists
    if not isinstance(chosen, list) or not all(isinstance(artist, Artist) for artist in chosen):
        raise ValueError(f"layer {depends_on!r}: got {chosen!r}; want a list of artists")
    return chosen


# From artists to SVG --------------------------------------------------------------------------------------------------


def _has_mathtext(artist):
    return any(text.get_text().count("$") > 1 for text in artist.findobj(Text))


class _Gc(GraphicsContextBase):
    """Clips as things stand now: the renderer writes clip paths at the end, when they may have moved on."""

    def get_clip_path(self):
        path, transform = super().get_clip_path()
        return path and path.deepcopy(), transform and transform.frozen()


def _local(name):
    return name.rpartition("}")[2]


def _rounded(match):
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")


def _tidy(element):
    """Drop namespaces, white space and digits that nobody can see."""
    element.tag = _local(element.tag)
    attributes = {_local(name): value for name, value in element.attrib.items()}
    for name in attributes.keys() & {"d", "x", "y"}:
        attributes[name] = re.sub(r"-?\d+\.\d{3,}", _rounded, " ".join(attributes[name].split()))
    if attributes.get("transform", "").startswith("rotate(-0 "):
        del attributes["transform"]
    if "style" in attributes:
        attributes["style"] = re.sub(r"font-family: 'DejaVu Sans'[^;]*;? ?", "", attributes["style"])
    element.attrib.clear()
    element.attrib.update(attributes)
    if element.tag != "text":
        element.text = (element.text or "").strip() or None
    element.tail = None


def _definitions(root):
    """Take the children of every <defs> out of the tree; return them without matplotlib's page-wide <style>."""
    found = [child for defs in root.iter("defs") for child in defs if child.tag != "style"]
    for defs in list(root.iter("defs")):
        defs.clear()
    return found


def _as_text(element):
    return ElementTree.tostring(element, encoding="unicode")


def _renamed(element, names):
    """Point every reference of the tree to its new name, and drop the ids that nothing refers to."""
    for node in element.iter():
        node.attrib.pop("id", None)
        for name, value in node.attrib.items():
            if name == "href" and value[1:] in names:  # and not a link to somewhere else
                node.set(name, f"#{PREFIX}{names[value[1:]]}")
            elif "url(#" in value:
                node.set(name, re.sub(r"url\(#(.*?)\)", lambda match: f"url(#{PREFIX}{names[match[1]]})", value))
    return element


def _svg_root(figure, drawings):
    """The parsed SVG document that matplotlib draws, with a group for each drawing."""
    svg = io.StringIO()
    renderer = RendererSVG(*figure.get_size_inches() * PIXELS_PER_INCH, svg, image_dpi=PIXELS_PER_INCH)
    renderer.new_gc = _Gc
    with matplotlib.rc_context(SVG_SETTINGS):
        for artists in drawings:
            renderer.open_group("drawing")
            for artist in sorted(artists, key=lambda artist: artist.get_zorder()):
                # As text, mathematics would be misplaced by every font but DejaVu Sans; as paths it is exact.
                matplotlib.rcParams["svg.fonttype"] = "path" if _has_mathtext(artist) else "none"
                artist.draw(renderer)
            renderer.close_group("drawing")
    renderer.finalize()
    return ElementTree.fromstring(svg.getvalue())


def svg_fragments(figure, drawings):
    """Draw with one SVG renderer of matplotlib; return a fragment for each drawing and the definitions that they use.

    drawings: lists of artists, each drawn as it is when its turn comes.
    The definitions (glyphs, clip paths, markers) are a dict from a name made from their content to their SVG, so that
    fragments which share a definition name it alike.
    """
    root = _svg_root(figure, drawings)
    for element in root.iter():
        _tidy(element)
    names, shared = {}, {}
    for element in _definitions(root):
        name = element.attrib.pop("id")
        content = _as_text(_renamed(element, names))
        names[name] = "d" + hashlib.sha256(content.encode()).hexdigest()[:10]
        element.set("id", PREFIX + names[name])
        shared[names[name]] = _as_text(element)
    groups = [_as_text(_renamed(group, names)).replace("<defs />", "") for group in root.findall("g")]
    return [group[len("<g>") : -len("</g>")] for group in groups], shared


def svg_fragment(figure, artists):
    """The fragment and the definitions of one drawing."""
    (fragment,), definitions = svg_fragments(figure, [artists])
    return fragment, definitions


def _running_loop():
    try:
        return asyncio.get_running_loop()
    except RuntimeError:  # outside of a kernel
        return None


# The widget -----------------------------------------------------------------------------------------------------------


class Explorable(anywidget.AnyWidget):
    """A figure whose moving artists follow one to four controls, in the browser, without a redraw.

    figure: a `matplotlib.figure.Figure` with every artist in place. Its axis limits and layout never change.
    layers: a mapping from a tuple of control names to the artists that depend on just these controls. A layer whose
        artists all have a zorder below 1 lies under the background, every other layer over it; among themselves they
        lie in the order of the mapping. An artist belongs to one layer.
    controls: one to four of `Slider`, `Choice`, `Play`, with different names.
    update: called as `update(name=value, …)` with all controls; moves the artists and returns the readout, a sentence.
    alt: what the picture shows, in words, for a reader who cannot see it.
    tasks: a mapping from a sentence that asks for a state to a function that says whether one is such a state, from the
        controls that its parameters name: {"Find the middle.": lambda y_hat: y_hat == 0.5}. It is ticked where the
        reader comes to rest in a baked state. What no baked state does, or the first one already, is not asked.
    name: with it a link or an address that ends in "#name:control=value&…" brings the picture to that state.
    numbers: called as `update` is; returns {name with its unit: number}, the numbers that the picture shows, for a
        table of them. heard: {name: (low, high)} of those that can be heard, with the ends of what the picture shows.

    In a notebook it shows as a part of a page, which outlives the kernel. In a box of ipywidgets, or by `widget()`, it
    is a widget: each control is a synced trait that holds the value, so `explorable.y_hat = 0.9` moves every view at
    once, and values that are not baked are drawn by the kernel. A value off the grid is refused. Raises ValueError for
    a layer, control or update that does not fit together.
    """

    _esm = page.module(*SCRIPTS)
    _css = page.read("player.css")
    _controls = traitlets.List().tag(sync=True)
    _picture = traitlets.Dict().tag(sync=True)
    _reply = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        figure,
        layers: Mapping,
        controls: Sequence,
        update: Callable[..., str],
        *,
        alt: str,
        tasks=None,
        name="",
        numbers=None,
        heard=(),
    ):
        self.figure, self.update, self.alt, self.tasks, self.name = figure, update, alt, tasks or {}, name
        self.numbers, self.heard = numbers, dict(heard)
        self.controls = list(controls)
        self.layers = {depends_on: _artists(depends_on, artists) for depends_on, artists in layers.items()}
        self._limits = None
        self._home = threading.get_ident(), _running_loop()
        self._zoom = figure.dpi / USUAL_DPI
        self.narrow = None  # makes the same for a narrow place
        self._style = dict(matplotlib.rcParams.copy())
        del self._style["backend"]  # says where figures are shown, not how
        self._check()
        self.add_traits(**{control.name: _OnGrid(control) for control in self.controls})
        controls = [control.as_json(control.values) for control in self.controls]
        super().__init__(_controls=controls, _picture=self._bake())
        self.observe(self._answer, names=[control.name for control in self.controls])

    def _check(self):
        names = [control.name for control in self.controls]
        if not 1 <= len(names) <= 4 or len(set(names)) < len(names):
            raise ValueError(f"got the controls {names}; want one to four, with different names")
        for name in names:
            if hasattr(type(self), name) or name in vars(self):
                raise ValueError(f"control {name!r}: a widget has an attribute of that name already; choose another")
        for depends_on in self.layers:
            if not isinstance(depends_on, tuple) or not set(depends_on) <= set(names):
                raise ValueError(f"layer {depends_on!r}: want a tuple of control names out of {names}")
        moving = self._moving()
        if len(set(moving)) < len(moving):
            raise ValueError("an artist stands in two layers; want it in the one that names all controls that move it")
        for artist in moving:
            if getattr(artist.figure, "figure", None) is not self.figure:  # the figure of a subfigure is the whole
                raise ValueError(f"{artist} is not drawn in this figure; want its own artists in the layers")
        if not isinstance(self.alt, str) or not self.alt.strip():
            raise ValueError(f"alt is {self.alt!r}; want words that say what the picture shows")

    @property
    def state(self):
        """The present value of each control, by name."""
        return {control.name: getattr(self, control.name) for control in self.controls}

    @property
    def readout(self):
        """The sentence under the picture for the present state."""
        return self._move(self.state)

    def states(self, baked=False):
        """Every combination of the controls' values, or of their baked ones; the last control moves fastest."""
        return _combinations([(each.name, each.baked if baked else each.values) for each in self.controls])

    def _move(self, state):
        with np.errstate(under="ignore"):
            readout = self.update(**state)
        if not isinstance(readout, str) or not readout:
            raise ValueError(f"update returned {readout!r} for {state}; want the readout, one sentence of text")
        if self._limits is not None and self._present_limits() != self._limits:
            raise ValueError(f"update changed an axis limit for {state}; want limits that are set once, beforehand")
        return readout

    def _moving(self):
        return [artist for artists in self.layers.values() for artist in artists]

    def _paper(self):
        """The colour of the card: the figure's own, white where it has none."""
        colour = self.figure.get_facecolor()
        return to_hex(colour if colour[3] else "white")

    def _present_limits(self):
        return [axes.viewLim.get_points().tolist() for axes in self.figure.axes]

    # Baking

    def _bake(self):
        figure = self.figure
        figure.set_dpi(PIXELS_PER_INCH)
        start = {control.name: control.start for control in self.controls}
        self._move(start)
        if engine := figure.get_layout_engine():
            engine.execute(figure)
            figure.set_layout_engine("none")
        width, height = figure.get_size_inches() * PIXELS_PER_INCH
        moments, readouts = {}, []
        drawings = itertools.chain(self._bake_background(), [self._ground()], self._bake_layers(moments, readouts))
        (background, ground, *frames), definitions = svg_fragments(figure, drawings)
        self._move(start)
        return {
            "width": width,
            "height": height,
            "zoom": self._zoom,
            "alt": self.alt,
            "name": self.name,
            "tasks": self._offered_tasks(),
            "holds": self._holds(),
            "colour": self._paper(),
            "ground": ground,
            "background": background,
            "layers": [self._layer(depends_on, zip(moments, frames, strict=True)) for depends_on in self.layers],
            "readouts": readouts,
            "numbers": self.numbers and self._numbers(),
            "definitions": "".join(definitions.values()),
        }

    def _over(self, function):
        """The controls that a function's parameters name, and its value for each combination of their baked values."""
        named = inspect.signature(function).parameters
        chosen = [k for k, control in enumerate(self.controls) if control.name in named]
        if not chosen or len(chosen) < len(named):
            raise ValueError(f"got a function of {', '.join(named) or 'nothing'}; want one of controls, by their names")
        states = _combinations([(self.controls[k].name, self.controls[k].baked) for k in chosen])
        return chosen, [function(**state) for state in states]

    def _offered_tasks(self):
        """Each task with a digit for each combination of its controls: 1 where it is reached."""
        offered = []
        for words, reaches in self.tasks.items():
            chosen, reached = self._over(reaches)
            done = reaches(**{self.controls[k].name: self.controls[k].start for k in chosen})
            if any(reached) and not done:
                digits = "".join("1" if each else "0" for each in reached)
                offered.append({"words": words, "controls": chosen, "reached": digits})
        return offered

    def _holds(self):
        """The axes in which a hand moves controls: the box of each, and where in the picture the values lie."""
        drags = {}
        for k, control in enumerate(self.controls):
            direction, places, *position = control.along or ("x", [])
            chosen, values = self._over(*position) if position else ([k], control.baked)
            for axes in np.ravel(places):
                at = self._places(axes, direction, values)
                drags.setdefault(axes, []).append({"control": k, "along": direction, "controls": chosen, "at": at})
        return [{"box": self._box(axes), "drags": each} for axes, each in drags.items()]

    def _places(self, axes, direction, values):
        """Where values lie along x or y of the picture, from its upper left corner; beyond the axes, at their edge."""
        way = ("x", "y").index(direction)
        transform = (axes.get_xaxis_transform, axes.get_yaxis_transform)[way]()
        points = np.zeros((len(values), 2))
        points[:, way] = values
        low, high = np.transpose(axes.bbox.get_points())[way]
        at = np.clip(transform.transform(points)[:, way], low, high)
        at = at if way == 0 else self.figure.bbox.height - at
        return at.round(5).tolist()  # probabilities of 1 and of 0.999999 lie as close as that

    def _box(self, axes):
        """Left, top, width and height of the axes in the picture."""
        left, _, width, height = axes.bbox.bounds
        return [round(float(value), 2) for value in (left, self.figure.bbox.height - axes.bbox.y1, width, height)]

    def _layer(self, depends_on, drawn):
        chosen = [k for k, control in enumerate(self.controls) if control.name in depends_on]
        frames = [frame for moment, frame in drawn if moment[0] == depends_on]
        return {"controls": chosen, "under": self._is_under(depends_on), "frames": frames}

    def _numbers(self):
        """The numbers of every baked state, as a table and as sounds."""
        rows = [self.numbers(**state) for state in self.states(baked=True)]
        heard = {name: [_sound(row[name], *map(float, ends)) for row in rows] for name, ends in self.heard.items()}
        return {"names": list(rows[0]), "rows": [list(map(_told, row.values())) for row in rows], "heard": heard}

    def _is_under(self, depends_on):
        return all(artist.get_zorder() < 1 for artist in self.layers[depends_on])

    def _ground(self):
        """The colours of the axes in which a layer lies under the background: they lie under that layer."""
        low = {artist.axes for names, artists in self.layers.items() if self._is_under(names) for artist in artists}
        return [axes.patch for axes in self.figure.axes if axes in low and axes.axison and axes.get_frame_on()]

    def _bake_background(self):
        """The figure without its moving artists, its own colour, which is the card's, and the ground."""
        hidden = [*self._moving(), self.figure.patch, *self._ground()]
        for artist in hidden:
            artist.draw = lambda renderer: None  # an invisible one would lose its place among titles and packed text
        yield [self.figure]
        for artist in hidden:
            del artist.draw
        self._limits = self._present_limits()  # once drawn, since an equal aspect may change them

    def _bake_layers(self, moments, readouts):
        """Each layer once for each baked combination of its own controls; collects these moments and every readout."""
        for state in self.states(baked=True):
            readouts.append(self._move(state))
            for depends_on, artists in self.layers.items():
                moment = depends_on, *(state[control.name] for control in self.controls if control.name in depends_on)
                if moment not in moments:
                    moments[moment] = True
                    yield artists

    def frames(self, state):
        """Draw every layer for `state`: the readout and a list of complete SVG fragments."""
        with matplotlib.rc_context(self._style):
            _svg_root(self.figure, [[self.figure]])  # a PNG leaves titles and packed text elsewhere
            readout = self._move(state)
            drawn = [svg_fragment(self.figure, artists) for artists in self.layers.values()]
        return readout, [f"<defs>{''.join(definitions.values())}</defs>{svg}" for svg, definitions in drawn]

    def _answer(self, change):
        """Draw what was not baked in the thread of the cells, since matplotlib draws in one thread only."""
        thread, loop = self._home
        if loop is None or thread == threading.get_ident():
            self._send_reply()
        else:
            loop.call_soon_threadsafe(self._send_reply)

    def _send_reply(self):
        """Send the browser the present state, unless it has it; the reply carries the state it belongs to."""
        state = self.state
        at = [control.values.index(state[control.name]) for control in self.controls]
        is_baked = all(state[control.name] in control.baked for control in self.controls)
        if is_baked or self._reply.get("at") == at:
            return
        readout, frames = self.frames(state)
        self._reply = {"at": at, "readout": readout, "frames": frames}

    # Showing

    def to_png(self):
        """The present picture as PNG bytes."""
        drawn, smaller = io.BytesIO(), io.BytesIO()
        with matplotlib.rc_context(self._style):
            self._move(self.state)
            self.figure.savefig(drawn, format="png", dpi=PNG_PIXELS_PER_INCH * self._zoom, facecolor=self._paper())
        # 256 colours: a quarter of the bytes, and no difference that an eye could see
        Image.open(drawn).convert("RGB").quantize(dither=Image.Dither.NONE).save(smaller, "png")
        return smaller.getvalue()

    def to_html(self):
        """A part of a page: it moves without a kernel and without the network, over the baked values."""
        state = {
            "_controls": [control.as_json(control.baked) for control in self.controls],
            "_picture": self._picture,
            "_narrow": self.narrow and self._narrow(),
            "_reply": {},
            **{control.name: min(control.baked, key=self._distance(control)) for control in self.controls},
        }
        return page.part(self._still(), state, scripts=SCRIPTS, looks="player.css")

    def _narrow(self):
        """The picture for a narrow place: what differs."""
        picture, told = self.narrow()._picture, ("alt", "name", "tasks", "readouts", "numbers")
        return {name: part for name, part in picture.items() if name not in told}

    def _still(self):
        """The present picture and readout as HTML that needs no script."""
        source = f"data:image/png;base64,{base64.b64encode(self.to_png()).decode()}"
        image = f'<img alt="{escape(self.alt)}" src="{source}" style="max-width: 100%">'
        readout = re.sub(r"\$|\\(?=[(\[])", r"<span>\g<0></span>", escape(self.readout))  # which begins no formula
        tasks = "".join(f"<li>{escape(task['words'])}</li>" for task in self._picture["tasks"])
        return f"{image}<p>{readout}</p>{tasks and f'<ul>{tasks}</ul>'}"

    def _distance(self, control):
        at = control.values.index(getattr(self, control.name))
        return lambda value: abs(control.values.index(value) - at)

    _ipython_display_ = None  # ipywidgets 7 would show its own view by it

    def _repr_mimebundle_(self, **kwargs):
        return {"text/plain": page.sayable(self.readout), "text/html": self.to_html()}

    # As a widget

    def widget(self):
        """The same as a widget, which a kernel keeps moving: values that are not baked, and changes from Python."""
        return ipywidgets.Box([self])

    def open(self):
        """Not before it is shown as a widget: a part of a page asks nothing of the kernel."""

    @property
    def model_id(self):
        super().open()
        return super().model_id

"""The explorable itself, on small figures: grids, layers, definitions, state, on-demand frames, HTML."""

import asyncio
import base64
import gzip
import io
import json
import re
import threading
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
import traitlets
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnchoredOffsetbox, TextArea
from matplotlib.path import Path
from PIL import Image

from helpers import page
from helpers.explorable import Choice, Explorable, Play, Slider, svg_fragment


def small(controls=None, *, layers=None, update=None, alt="A point on a line.", artists=None):
    """A point that slides from 0 to 4 and is coloured by a choice."""
    figure = Figure(figsize=(2, 2))
    axes = figure.subplots()
    axes.set(xlim=(0, 4), ylim=(0, 1))
    (point,) = axes.plot([0], [0.5], "o")
    label = axes.text(1, 0.8, "")

    def move(x, side="left"):
        point.set_data([x], [0.5])
        label.set_text(side)
        return f"x is {x}, {side}."

    controls = controls or [Slider("x", "x", range(5)), Choice("side", "side", ["left", "right"])]
    names = tuple(control.name for control in controls)
    layers = layers or ({("x",): [point], ("side",): [label]} if len(names) == 2 else {names: [point, label]})
    return Explorable(figure, layers, controls, update or move, alt=alt)


# Controls


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"values": [1]}, "two or more"),
        ({"values": [1, 1]}, "all different"),
        ({"values": [0.0, np.inf]}, "want finite numbers"),
        ({"values": [0.0, np.nan]}, "want finite numbers"),
        ({"values": [1, 2], "baked": [1, 3]}, "3 is not on its grid"),
        ({"values": [1, 2, 3], "baked": [1, 3], "start": 2}, "start 2 is not on the baked grid"),
        ({"values": [1, 2, 3], "baked": []}, "want one or more"),
        ({"values": [1, 2, 3], "baked": [1, 1, 3]}, "no two alike"),
        ({"values": [None, 1]}, "got the value None; want finite numbers or text"),
        ({"values": [(0, 0), (0, 1)]}, r"got the value \(0, 0\); want finite numbers or text"),
    ],
)
def test_a_control_refuses_what_it_cannot_show(arguments, words):
    with pytest.raises(ValueError, match=words):
        Slider("x", "x", **arguments)


@pytest.mark.parametrize("name", ["", "two words", "1st", "self", 3, None])
def test_a_control_has_a_python_name(name):
    with pytest.raises(ValueError, match=f"got the control name {name!r}; want a Python name"):
        Slider(name, "x", [0, 1])


@pytest.mark.parametrize("seconds", [0, -1.5, np.nan, np.inf])
def test_play_takes_some_time(seconds):
    with pytest.raises(ValueError, match=r"control 'k': seconds is .*; want a number above 0"):
        Play("k", "k", [0, 1], seconds=seconds)


def test_a_grid_of_numpy_numbers_becomes_plain_numbers():
    assert [type(value) for value in Slider("x", "x", np.arange(3)).values] == [int, int, int]
    assert [type(value) for value in Slider("x", "x", np.linspace(0, 1, 3)).values] == [float, float, float]


def test_negative_zero_is_shown_as_zero():
    assert Slider("x", "x", [-0.0, -1.0]).as_json([-0.0, -1.0])["texts"] == ["0", "−1"]


def test_play_takes_its_seconds():
    assert Play("k", "k", range(11), seconds=5.5).as_json(list(range(11)))["interval"] == 500


# What does not fit together


def test_one_to_four_controls_with_different_names():
    five = [Slider(name, name, [0, 1]) for name in "abcde"]
    with pytest.raises(ValueError, match="one to four"):
        small(five)
    with pytest.raises(ValueError, match="different names"):
        small([five[0], five[0]])


def test_a_control_may_not_hide_an_attribute_of_the_widget():
    with pytest.raises(ValueError, match="'layout': a widget has an attribute of that name"):
        small([Slider("layout", "layout", [0, 1])])


def test_a_layer_names_controls_that_exist():
    with pytest.raises(ValueError, match="tuple of control names"):
        small(layers={("other",): []})
    with pytest.raises(ValueError, match="tuple of control names"):
        small(layers={"x": []})


def test_an_artist_belongs_to_one_layer():
    figure = Figure()
    (line,) = figure.subplots().plot([0, 1], [0, 1])
    with pytest.raises(ValueError, match="an artist stands in two layers"):
        small(layers={("x",): [line], ("side",): [line]})


@pytest.mark.parametrize("artists", [lambda line: line, lambda line: [[line]], lambda line: ["line"]])
def test_a_layer_is_a_list_of_artists(artists):
    (line,) = Figure().subplots().plot([0, 1], [0, 1])
    with pytest.raises(ValueError, match=r"layer \('x',\): got .*; want a list of artists"):
        small(layers={("x",): artists(line)})


def test_an_artist_of_another_figure_is_refused():
    (line,) = Figure().subplots().plot([0, 1], [0, 1])
    with pytest.raises(ValueError, match=r"Line2D.* is not drawn in this figure"):
        small(layers={("x",): [line]})


def test_layers_and_controls_may_be_generators():
    figure = Figure()
    axes = figure.subplots()
    (line,) = axes.plot([0, 1], [0, 1])

    def update(x):
        line.set_ydata([0, x])
        return f"x is {x}."

    controls = (control for control in [Slider("x", "x", [0, 1])])
    explorable = Explorable(figure, {("x",): (artist for artist in [line])}, controls, update, alt="A line.")
    assert len(set(explorable._picture["layers"][0]["frames"])) == 2 and explorable.state == {"x": 0}


def test_alt_and_readout_are_wanted():
    for alt in (" ", None):
        with pytest.raises(ValueError, match=f"alt is {alt!r}; want words"):
            small(alt=alt)
    with pytest.raises(ValueError, match="update returned None"):
        small(update=lambda **state: None)


def test_axis_limits_stay_put():
    figure = Figure()
    axes = figure.subplots()
    (line,) = axes.plot([0, 1], [0, 1])

    def update(x):
        axes.set_xlim(0, 1 + x)
        return "Moved."

    with pytest.raises(ValueError, match="axis limit"):
        Explorable(figure, {("x",): [line]}, [Slider("x", "x", [0, 1])], update, alt="A line.")


def test_the_layout_stays_put():
    """Not even rcParams that ask for it may lay out the figure anew."""
    with matplotlib.rc_context({"figure.constrained_layout.use": True}):
        figure = Figure()
        axes = figure.subplots()
        label = axes.set_xlabel("short")

        def update(x):
            label.set_text("\n".join(["long"] * (1 + 5 * x)))
            return f"x is {x}."

        explorable = Explorable(figure, {("x",): [label]}, [Slider("x", "x", [0, 1])], update, alt="Words.")
        before = axes.get_position().bounds
        explorable.x = 1
        explorable.to_png()
        assert axes.get_position().bounds == before


# State


def test_state_is_the_controls_values_and_can_be_set_from_python():
    explorable = small()
    assert explorable.state == {"x": 0, "side": "left"}
    explorable.x = 3
    assert explorable.readout == "x is 3, left."
    seen = []
    explorable.observe(lambda change: seen.append(change.new), names="side")
    explorable.side = "right"
    assert seen == ["right"] and explorable.readout == "x is 3, right."


def test_a_trait_holds_the_grids_own_value():
    explorable = small()
    for value in (np.int64(3), 3.0, np.float32(3)):
        explorable.x = 0
        explorable.x = value
        assert type(explorable.x) is int and explorable.x == 3


@pytest.mark.parametrize("value", [0.5, 7, "left", None, True + 5])
def test_python_refuses_values_off_the_grid(value):
    explorable = small()
    with pytest.raises(traitlets.TraitError, match="not on the grid 0, 1, 2, 3, 4"):
        explorable.x = value
    assert explorable.x == 0


def test_the_browsers_value_goes_to_the_nearest_grid_point():
    explorable = small()
    explorable.set_state({"x": 2.6})
    assert explorable.x == 3


@pytest.mark.parametrize("value", [None, "2", [1], {}, np.nan, np.inf])
def test_what_is_no_number_from_the_browser_is_refused(value):
    explorable = small()
    with pytest.raises(traitlets.TraitError, match="not on the grid"):
        explorable.set_state({"x": value})
    with pytest.raises(traitlets.TraitError, match="not on the grid 'left', 'right'"):
        explorable.set_state({"side": value})
    assert explorable.state == {"x": 0, "side": "left"}


# Baking


def test_each_layer_has_one_frame_for_each_value_of_its_own_controls():
    layers = small()._picture["layers"]
    assert [(layer["controls"], len(layer["frames"])) for layer in layers] == [([0], 5), ([1], 2)]


def test_frames_stand_in_row_major_order_of_the_controls():
    explorable = small(layers=None, controls=[Slider("x", "x", [0, 1]), Choice("side", "side", ["left", "right"])])
    assert explorable._picture["readouts"] == ["x is 0, left.", "x is 0, right.", "x is 1, left.", "x is 1, right."]


def test_the_background_is_drawn_without_moving_artists():
    explorable = small()
    assert "left" not in explorable._picture["background"]
    assert any("left" in frame for frame in explorable._picture["layers"][1]["frames"])
    assert all(artist.get_visible() for artists in explorable.layers.values() for artist in artists)


def test_every_reference_is_defined_once_and_carries_the_prefix():
    picture = small()._picture
    defined = re.findall(r'id="(.*?)"', picture["definitions"])
    everything = picture["background"] + "".join(frame for layer in picture["layers"] for frame in layer["frames"])
    used = set(re.findall(r'(?:url\(|href=")#(.*?)[)"]', everything))
    assert used and used <= set(defined) and len(defined) == len(set(defined))
    assert all(name.startswith("@@") for name in defined)
    assert 'id="' not in everything


def test_definitions_are_named_by_content_so_two_clip_paths_never_share_a_name():
    figure = Figure()
    axes = figure.subplots()
    shared = set()
    for top in (0.2, 0.4):
        (line,) = axes.plot([0, 1], [0, 1])
        line.set_clip_path(Path([(0, 0), (1, 0), (0, top)]), axes.transData)
        shared |= set(svg_fragment(figure, [line])[1])
    assert len(shared) == 2


def test_a_clip_path_that_moves_is_kept_as_each_frame_had_it():
    figure = Figure()
    axes = figure.subplots()
    (line,) = axes.plot([0, 1], [0, 1])
    triangle = Path([(0, 0), (1, 0), (0, 1)])
    line.set_clip_path(triangle, axes.transData)

    def update(top):
        triangle.vertices[2, 1] = top
        return f"The top is {top}."

    picture = Explorable(figure, {("top",): [line]}, [Slider("top", "top", [0.2, 0.4])], update, alt="A line.")._picture
    low, high = picture["layers"][0]["frames"]
    assert low != high and picture["definitions"].count("<clipPath") == 2


def test_an_equal_aspect_may_settle_the_limits():
    figure = Figure(figsize=(4, 2))
    axes = figure.subplots()
    axes.set_aspect("equal", adjustable="datalim")
    (line,) = axes.plot([0, 1], [0, 1])
    explorable = Explorable(figure, {("x",): [line]}, [Slider("x", "x", [0, 1])], "x is {x}.".format, alt="A line.")
    assert explorable.readout == "x is 0."


def test_coloured_axes_keep_their_colour_and_a_figure_without_one_is_white():
    figure = Figure(facecolor="none")
    axes = figure.subplots()
    axes.set_facecolor("#eeffee")
    (line,) = axes.plot([0, 1], [0, 1])
    explorable = Explorable(figure, {("x",): [line]}, [Slider("x", "x", [0, 1])], lambda x: f"x is {x}.", alt="A line.")
    assert "#eeffee" in explorable._picture["background"] and explorable._picture["colour"] == "#ffffff"
    corner = Image.open(io.BytesIO(explorable.to_png())).convert("RGB").getpixel((0, 0))
    assert corner == (255, 255, 255)


def test_coloured_axes_lie_under_a_low_layer_and_other_axes_stay_in_the_background():
    figure = Figure()
    low, other = figure.subplots(1, 2)
    low.set_facecolor("#eeffee")
    other.set_facecolor("#ffeeee")
    image = low.imshow(np.zeros((2, 2)), vmin=0, vmax=1)
    picture = Explorable(
        figure, {("x",): [image]}, [Slider("x", "x", [0, 1])], lambda x: f"x is {x}.", alt="A square."
    )._picture
    assert "#eeffee" in picture["ground"] and "#ffeeee" not in picture["ground"]
    assert "#ffeeee" in picture["background"] and "#eeffee" not in picture["background"]
    assert small()._picture["ground"] == ""


def test_axes_without_a_frame_have_no_ground():
    figure = Figure()
    axes = figure.subplots()
    image = axes.imshow(np.zeros((2, 2)), vmin=0, vmax=1)
    axes.set_axis_off()
    explorable = Explorable(
        figure, {("x",): [image]}, [Slider("x", "x", [0, 1])], lambda x: f"x is {x}.", alt="A square."
    )
    assert explorable._picture["ground"] == ""


def test_a_moving_title_stands_above_its_axes():
    figure = Figure(figsize=(2, 2))
    axes = figure.subplots()
    title = axes.set_title("")

    def update(x):
        title.set_text(f"step {x}")
        return f"x is {x}."

    explorable = Explorable(figure, {("x",): [title]}, [Slider("x", "x", [0, 1])], update, alt="A title.")
    top = 144 * (1 - axes.get_position().y1)
    heights = [float(re.search(r' y="(.*?)"', frame)[1]) for frame in explorable._picture["layers"][0]["frames"]]
    assert all(0 < height < top for height in heights)


def test_a_link_stays_a_link():
    figure = Figure()
    fragment, _ = svg_fragment(figure, [figure.text(0.5, 0.5, "where", url="#section")])
    assert 'href="#section"' in fragment


def test_matplotlibs_page_wide_style_is_left_out():
    picture = small()._picture
    assert "<style" not in picture["definitions"] + picture["background"]


def test_moving_text_stays_text_and_mathematics_becomes_paths():
    figure = Figure()
    plain, maths = figure.text(0.5, 0.5, "plain"), figure.text(0.5, 0.2, r"$\hat{y}$")
    assert "<text" in svg_fragment(figure, [plain])[0]
    fragment, definitions = svg_fragment(figure, [maths])
    assert "<text" not in fragment and "<use" in fragment and len(definitions) == 2


def test_the_artists_of_a_layer_lie_in_the_order_of_their_zorder():
    figure = Figure()
    above, below = figure.text(0, 0, "above", zorder=3), figure.text(0, 0, "below", zorder=2)
    fragment, _ = svg_fragment(figure, [above, below])
    assert fragment.index("below") < fragment.index("above")


def test_a_fragment_is_small():
    figure = Figure(figsize=(6.4, 4))
    axes = figure.subplots()
    x = np.linspace(0, 1, 100)
    artists = [*axes.plot(x, np.sin(9 * x)), *axes.plot([0.5], [0.5], "o"), axes.text(0.1, 0.1, "loss = 0.693")]
    assert len(svg_fragment(figure, artists)[0]) < 2500


def test_baking_is_the_same_every_time():
    assert json.dumps(small()._picture) == json.dumps(small()._picture)


def test_a_low_layer_lies_under_the_background():
    figure = Figure()
    axes = figure.subplots()
    image = axes.imshow(np.zeros((2, 2)), vmin=0, vmax=1, zorder=0.5)

    def update(x):
        image.set_data(np.full((2, 2), x))
        return f"x is {x}."

    explorable = Explorable(figure, {("x",): [image]}, [Slider("x", "x", [0, 1])], update, alt="A square.")
    (layer,) = explorable._picture["layers"]
    assert layer["under"] and layer["frames"][0] != layer["frames"][1]
    assert not small()._picture["layers"][0]["under"]


def test_a_layer_of_low_and_high_artists_lies_over_the_background():
    figure = Figure()
    artists = [figure.text(0, 0, "low", zorder=0.5), figure.text(0, 0, "high", zorder=2)]
    explorable = Explorable(figure, {("x",): artists}, [Slider("x", "x", [0, 1])], lambda x: f"x is {x}.", alt="Words.")
    assert not explorable._picture["layers"][0]["under"]


def test_baking_leaves_matplotlibs_settings_alone():
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.image_inline": False}):
        before = dict(matplotlib.rcParams)
        small()
        assert dict(matplotlib.rcParams) == before


def test_baking_leaves_the_figure_as_it_starts():
    (point,) = small([Slider("x", "x", range(5), start=2), Choice("side", "side", ["left", "right"])]).layers[("x",)]
    assert point.get_xdata() == [2]


# Frames on demand


def coarse():
    return small([Slider("x", "x", range(9), baked=[0, 4, 8])], layers=None, update=None)


def test_a_state_off_the_baked_grid_is_answered_with_its_own_frame():
    explorable = coarse()
    assert explorable._reply == {}
    explorable.x = 3
    assert explorable._reply["at"] == [3] and explorable._reply["readout"] == "x is 3, left."
    (fragment,) = explorable._reply["frames"]
    ElementTree.fromstring(f"<svg>{fragment}</svg>")
    assert fragment not in explorable._picture["layers"][0]["frames"]


def test_it_draws_in_the_thread_of_the_cells_alone():
    drawn_in = set()

    def move(x):
        drawn_in.add(threading.get_ident())
        return f"x is {x}."

    async def cell():
        explorable = small([Slider("x", "x", range(5), baked=[0, 4])], update=move)
        await asyncio.to_thread(explorable.set_state, {"x": 3})
        await asyncio.sleep(0)
        return explorable._reply

    reply = asyncio.run(cell())
    assert reply["at"] == [3] and reply["readout"] == "x is 3."
    assert drawn_in == {threading.get_ident()}


def test_changes_that_come_while_a_cell_runs_are_answered_once():
    moves = []

    async def cell():
        slider = Slider("x", "x", range(5), baked=[0, 4])
        explorable = small([slider], update=lambda x: moves.append(x) or f"x is {x}.")
        moves.clear()
        browser = threading.Thread(target=lambda: [explorable.set_state({"x": x}) for x in (1, 2, 4, 3)])
        browser.start()
        browser.join()  # the cell is at work
        await asyncio.sleep(0)
        return explorable._reply

    assert asyncio.run(cell())["at"] == [3]
    assert moves == [3]


def test_a_baked_state_needs_no_answer():
    explorable = coarse()
    explorable.x = 4
    assert explorable._reply == {}


# Showing


def test_a_png_leaves_packed_text_where_the_fragments_have_it():
    """A box places its text anew for every renderer, and a PNG has another resolution."""
    figure = Figure(figsize=(2, 2))
    area = TextArea("y")
    figure.subplots().add_artist(AnchoredOffsetbox("upper right", child=area))
    controls = [Slider("x", "x", [0, 1])]
    explorable = Explorable(figure, {("x",): area.get_children()}, controls, lambda x: f"x is {x}.", alt="A letter.")
    explorable.to_png()
    _, (fragment,) = explorable.frames(explorable.state)
    assert fragment.endswith(explorable._picture["layers"][0]["frames"][0])


def test_it_keeps_the_style_that_it_was_made_in():
    explorable = small()
    picture, frames = explorable.to_png(), explorable.frames(explorable.state)
    with matplotlib.rc_context({"font.sans-serif": ["DejaVu Sans Mono"], "svg.image_inline": False}):
        assert small().to_png() != picture
        assert explorable.to_png() == picture and explorable.frames(explorable.state) == frames


def test_it_leaves_the_choice_of_a_backend_to_its_reader():
    explorable = small()
    before = matplotlib.rcParams["backend"]
    matplotlib.rcParams["backend"] = "svg"
    try:
        explorable.to_png()
        assert matplotlib.rcParams["backend"] == "svg"
    finally:
        matplotlib.rcParams["backend"] = before


def test_the_bundle_holds_html_and_the_readout_and_no_widget_view():
    data = small()._repr_mimebundle_()
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/plain"] == "x is 0, left."
    image = '<img alt="A point on a line." src="data:image/png;base64,(.*)" style="max-width: 100%">'
    still = f'<div class="course-still">{image}<p>x is 0, left.</p></div>'
    (picture,) = re.fullmatch(still, page.still_of(data["text/html"])).groups()
    assert base64.b64decode(picture).startswith(b"\x89PNG")


def test_it_opens_no_comm_before_it_is_shown_as_a_widget():
    explorable = small()
    explorable._repr_mimebundle_()
    explorable.x = 2
    assert explorable.comm is None
    box = explorable.widget()
    assert box.children == (explorable,) and box.get_state(["children"])["children"] is not None
    assert explorable.comm is not None and explorable.model_id == explorable.comm.comm_id


def html_state(explorable):
    data = re.search(r'<script type="application/gzip".*?>(.*?)</script>', explorable.to_html(), re.DOTALL)[1]
    return json.loads(gzip.decompress(base64.b64decode(data)))


def test_html_offers_the_baked_values_only_and_keeps_the_state():
    explorable = coarse()
    explorable.x = 3
    state = html_state(explorable)
    assert state["_controls"][0]["values"] == [0, 4, 8] and state["_controls"][0]["baked"] == [0, 1, 2]
    assert state["x"] == 4


def test_html_asks_for_nothing_and_cannot_be_closed_from_inside():
    html = small(alt="</script><b>&").to_html()
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", html) and "import " not in html
    assert html.count("</script>") == 2 and "<b>" not in html.split("<script")[0]
    assert "export default" not in html


def test_words_that_mean_something_to_html_are_shown_as_they_are():
    explorable = small([Slider("x", "x", [0, 1])], update=lambda x: f"<b> & {x} < 1", layers={})
    assert "<p>&lt;b&gt; &amp; 0 &lt; 1</p>" in page.still_of(explorable.to_html())


def test_a_coarse_play_takes_its_seconds_too():
    explorable = small(
        [Play("k", "k", range(101), baked=range(0, 101, 10), seconds=5.5)], update=lambda k: f"k is {k}."
    )
    assert html_state(explorable)["_controls"][0]["interval"] == 500


def test_html_is_the_same_for_the_same_picture():
    assert small().to_html() == small().to_html()


def test_the_player_is_short_and_does_no_mathematics():
    player = page.read("player.js")
    assert player.count("\n") <= 200
    assert set(re.findall(r"Math\.(\w+)", player)) <= {"abs", "ceil", "min"}

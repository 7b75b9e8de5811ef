"""The one form in which the course shows what a reader can touch: HTML without a kernel, a network or a widget.

A *part* of a page is a place that holds a still (a picture, a question: all there is where scripts do not run), and
with it a script, its looks, and its state as JSON. The script defines `render({model, el})`, as anywidget asks for it:
`el` is the place, and `model` has `get(name)`, `set(name, value)`, `save_changes()`, `on` and `off` for "change:name".
In a page the model is that of `page.js`, which stands before every script. A state may name under `_kept` what is to be
remembered in the browser: {name: key of localStorage}.

    html = part("<p>Still.</p>", {"n": 1}, scripts=["counter.js"], looks="counter.css")

Nothing in the HTML is drawn at random: the same still, state and files give the same text. The same part may stand in a
page any number of times.
"""

import base64
import gzip
import hashlib
import json
import re
from functools import cache
from importlib.resources import files

PACKAGE = files("helpers")
EXPORT = "export default { render };"
STILL = re.compile(
    r'(?s)<div class="course-part" data-part="(\w+)">(<div class="course-still">.*?</div>)<!-- end -->'
    r'.*?startAll\("\1", render\);\n</script>\n'
)
TYPES = re.compile(r"(?s)[ \t]*/\*\*.*?\*/\n?")
CODE = re.compile(r'(?s)<style>[^<]*</style>\n<script type="module">\n.*?startAll\("(\w+)", render\);\n</script>\n')


@cache
def read(name):
    """The text of a file of this package, such as "recall/cards.js", without the types of a script."""
    return TYPES.sub("", PACKAGE.joinpath(name).read_text("utf-8"))


def module(*scripts):
    """The part's scripts as a module of their own, with what all parts share: what anywidget loads."""
    return "\n".join(map(read, ("page.js", *scripts)))


def sayable(text):
    """The text with a ? for half a character, which no file and no message can hold."""
    return text.encode("utf-8", "replace").decode()


def packed(state):
    """The state as JSON in gzip in base64: a fifth of the bytes, and nothing in it that could end a script.

    Raises ValueError for nan and ∞, which JSON does not have.
    """
    text = json.dumps(state, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(gzip.compress(sayable(text).encode(), mtime=0)).decode()


def part(still, state, *, scripts, looks, more=""):
    """HTML of a part: the still, and beside it the data, the looks and the script that bring it to life.

    still: HTML. state: what the model holds at first, as JSON can say it.
    scripts, looks: files of this package; the last of the scripts defines `render`.
    more: HTML that only the script uses; it is hidden, and folded where a front end takes such attributes out.
    """
    code, style = module(*scripts), read(looks)
    name = hashlib.sha256((code + style).encode()).hexdigest()[:10]
    return sayable(
        f'<div class="course-part" data-part="{name}"><div class="course-still">{still}</div><!-- end -->'
        f'<details class="course-more" hidden><summary>Further words</summary>{more}</details>'
        f'<script type="application/gzip">{packed(state)}</script></div>\n'
        f"<style>{style}</style>\n"
        f'<script type="module">\n{code.replace(EXPORT, "")}\nstartAll("{name}", render);\n</script>\n'
    )


def still_of(html):
    """The HTML with its script, looks and data taken out, so that the still is left; other HTML as it is."""
    return STILL.sub(r"\2", html)


def once(html):
    """A page of many parts with looks and script of each kind only once: the first of a kind starts them all."""
    seen = set()

    def first(match):
        new = match[1] not in seen
        seen.add(match[1])
        return match[0] if new else ""

    return CODE.sub(first, html)

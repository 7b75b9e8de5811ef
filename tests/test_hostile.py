"""What comes from a student is text wherever it is shown: no tag, no script, no colour, no line turned round."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers import checks, page, plots, recall
from helpers.explorable import Choice, Explorable

HOSTILE = {
    "script": "<script>window.pwned = 1</script>",
    "end of a script": "</script><script>window.pwned = 1</script>",
    "image": "<img src=x onerror='window.pwned = 1'>",
    "quotes": '" onmouseover="window.pwned = 1" \'',
    "end of a comment": "--><b>bold</b><!--",
    "entity": "&lt;b&gt;&amp;",
    "formula": "$x^2$ and \\(y\\) and $$z$$",
    "markdown": "`code` *stars* [link](javascript:alert(1))",
    "ansi": "\x1b[31mred\x1b[0m\0",
    "right to left": "\u202eright to left\u2066",
    "lone surrogate": "a\ud800b",
    "long": "x" * 1_000_000,
}
TEX = re.compile(r"\$[x$]|\\\(y")  # what begins a formula
TAGS = set("div span p strong code details summary table thead tbody tr th td ul li img".split())
every_text = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


class Tags(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found, self.attributes = set(), set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attributes}


def is_only_text(html):
    tags = Tags(html)
    assert tags.found and tags.found <= TAGS, tags.found - TAGS
    assert not any(name.startswith("on") for name in tags.attributes)
    html.encode()  # what a notebook file and a kernel's message must be able to do
    return True


def verdicts(text):
    """What the checks say of functions that bring the text in: raised, given back, in a default, a name, an answer."""

    def raises(z):
        raise ValueError(text)

    def gives(z):
        return text

    def holds(z, way=text):
        value = text
        return np.zeros(3) + len(value)

    def leaves(z):
        raise SystemExit(text)

    odd_name = type(text.replace("\0", "")[:300].encode("utf-8", "replace").decode(), (Exception,), {})

    def named(z):
        raise odd_name("oh")

    yield from map(checks.check_sigmoid, (raises, gives, holds, leaves, named))
    yield checks.board({"sigmoid": raises})
    yield checks.check_which_gradient({"A": text, text[:1000]: "cross-entropy, by z"})


@every_text
def test_a_verdict_says_it_as_text(text):
    for verdict in verdicts(text):
        assert is_only_text(verdict._repr_html_())
        assert len(verdict._repr_html_()) < 20_000
        assert len(str(verdict)) < 10_000
        assert not re.search("[\0\x1b\u202e\u2066\ud800]", str(verdict) + verdict._repr_html_())
        assert not TEX.search(re.sub("<code>.*?</code>", "", verdict._repr_html_()))


def stills(text):
    """What a notebook stores and a page shows without a script."""
    figure = Figure(figsize=(2, 1))
    point = figure.subplots().plot([0], [0])[0]
    title = re.sub(r"[\$\\\0-\x1f\ud800]", "", text)[:100]
    figure.axes[0].set_title(title)
    words = f"It says {text}"
    e = Explorable(figure, {("c",): [point]}, [Choice("c", text, [1, text])], lambda c: words, alt=words)
    yield e._repr_mimebundle_()
    sound = page.sayable(words)  # a lecturer's own
    yield plots.show(Figure(figsize=(1, 1)), alt=sound)._repr_mimebundle_()
    yield recall.drill(text[:1000])._repr_mimebundle_()


@pytest.mark.filterwarnings("ignore:Glyph")
@every_text
def test_a_part_of_a_page_says_it_as_text(text):
    scripts = set()
    for bundle in stills(text):
        bundle["text/plain"].encode()
        html = bundle["text/html"]
        html.encode()
        scripts |= set(re.findall(r"<script[^>]*>", html))
        tags = Tags(page.still_of(html))
        assert not {"script", "b"} & tags.found
        assert not any(name.startswith("on") for name in tags.attributes)
    assert scripts == {'<script type="module">', '<script type="application/gzip">'}


def test_a_dollar_in_a_readout_is_no_formula():
    (bundle, *_) = stills(HOSTILE["formula"])
    assert not TEX.search(page.still_of(bundle["text/html"]).partition("<p>")[2])


def test_an_unknown_name_is_a_sentence():
    for names in (["nope"], "sigmoid", [["x"]]):
        with pytest.raises(ValueError, match=r"names is .*sigmoid.* are wanted"):
            checks.board({}, names)
    for ask in (recall.ask, recall.concept):
        with pytest.raises(ValueError, match="there are"):
            ask(["x"])


def test_many_spaces_in_a_typed_number_take_no_time():
    with pytest.raises(ValueError, match="Type a number"):
        recall.cards.read_number("1" + " " * 200_000 + "2")
    assert recall.cards.read_number("4.605 nats", "nats") == 4.605

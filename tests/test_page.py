"""Parts of a page: one self-contained piece of HTML, the same each time, of which the still can be taken out again."""

import base64
import gzip
import json
import re
from pathlib import Path

import pytest

from helpers import page

HELPERS = Path(page.__file__).parent
PLAYER = {"scripts": ["player.js"], "looks": "player.css"}
CARDS = {"scripts": ["recall/series.js", "recall/cards.js"], "looks": "recall/cards.css"}


def data_of(html):
    (data,) = re.findall(r'<script type="application/gzip">(.*?)</script>', html)
    return json.loads(gzip.decompress(base64.b64decode(data)))


def test_it_holds_still_state_looks_and_script():
    html = page.part("<p>Still.</p>", {"n": 1}, **PLAYER, more="<p>More.</p>")
    assert html.startswith('<div class="course-part" data-part="')
    assert data_of(html) == {"n": 1}
    assert page.read("player.css") in html and page.read("page.js") in html
    more = '<details class="course-more" hidden><summary>Further words</summary><p>More.</p></details>'
    assert more in html


def test_the_still_is_taken_out_again_and_other_html_left_alone():
    still = "<div>\n<p>One</p></div><div>two</div>"
    html = page.part(still, {"s": "</script><div></div><!-- end -->"}, **PLAYER, more="<div>three</div>")
    assert page.still_of(html) == f'<div class="course-still">{still}</div>'
    assert page.still_of(page.still_of(html)) == page.still_of(html)
    assert page.still_of("<p>Any</p>") == "<p>Any</p>"
    assert page.still_of(f"<p>{html}</p>{html}") == f"<p>{page.still_of(html)}</p>{page.still_of(html)}"


def test_it_is_the_same_each_time_and_says_which_script_made_it():
    one, other = (page.part("", {"n": n}, **PLAYER) for n in (1, 2))
    name = re.compile(r'data-part="(\w+)"')
    assert one == page.part("", {"n": 1}, **PLAYER) and one != other
    assert name.search(one)[1] == name.search(other)[1]
    cards = page.part("", {}, **CARDS)
    assert name.search(cards)[1] != name.search(one)[1]


def test_it_asks_for_nothing_and_is_no_module_that_exports():
    for files in (PLAYER, CARDS):
        html = page.part("", {}, **files)
        assert not re.search(r"""(src|href)=["']?(https?:)?//|@import|url\(|\bimport\b""", html)
        assert page.EXPORT in page.module(*files["scripts"]) and "export default" not in html


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_does_not_have_is_refused(number):
    with pytest.raises(ValueError, match="JSON"):
        page.part("", {"n": number}, **PLAYER)


def test_nobody_else_writes_a_script():
    sources = [path for path in HELPERS.rglob("*.py") if path.name != "page.py"]
    assert len(sources) > 20
    assert [str(path) for path in sources if "<script" in path.read_text("utf-8")] == []


def test_a_page_of_many_parts_has_each_script_once():
    cards = {"scripts": ["recall/cards.js"], "looks": "recall/cards.css"}
    parts = [page.part(f"<p>{n}</p>", {"n": n}, **kind) for n, kind in enumerate([PLAYER, cards, PLAYER, cards])]
    html = page.once("<main>" + "<hr>".join(parts) + "</main>")
    assert html.count('startAll("') == html.count("<style>") == 2
    assert re.findall(r"<p>(.)</p>", html) == list("0123") and html.count('<script type="application/gzip">') == 4
    assert page.once(parts[0]) == parts[0] and page.once("<p>Any</p>") == "<p>Any</p>"

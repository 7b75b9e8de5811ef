"""The built site, opened from the disk without the network and without a kernel."""

import contextlib
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from browser.axe import violations
from browser.view import (
    AFTER_PAINT,
    LETTERS,
    PARTED,
    STARTED,
    STATE_LINKS,
    InPython,
    View,
    assert_fits,
    assert_leads,
    drive_and_compare,
    ends,
)
from tools.edition import archive, edition, handed_out
from tools.pages import student_notebooks

MEGABYTE = 1_000_000
LESSONS = [path.stem for path in student_notebooks()]
PAGES = ["index", *LESSONS]
TYPESET = """async () => {
  await window.MathJax?.startup.promise;
  await document.fonts.ready;
  await new Promise((done) => setTimeout(done, 50));
}"""
OPEN_ALL = """async () => {
  document.querySelectorAll("details").forEach((answer) => (answer.open = true));
  document.querySelectorAll(".recall-card:not([hidden]) button[type=button]").forEach((button) => button.click());
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)));
}"""
# Formulas, and whether one sees all of each: at once, or by scrolling what it stands in.
REACHED = """() => {
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const cutsOff = (element) => ["hidden", "clip"].includes(getComputedStyle(element).overflowX);
  const isOutside = (box, part) => part.getBoundingClientRect().right > box.getBoundingClientRect().right + 1;
  const reached = (part, from) => {
    for (let box = from; box !== document.body; box = box.parentElement) {
      if (scrolls(box)) return true;
      if (cutsOff(box) && isOutside(box, part)) return false;
    }
    return part.getBoundingClientRect().right <= innerWidth;
  };
  return [...document.querySelectorAll("mjx-math")].filter((math) => math.getBoundingClientRect().width > 0)
    .map((math) => [reached(math, math.parentElement), math.closest("mjx-container").textContent]);
}"""
RING = """() => {
  const {outlineStyle, outlineWidth} = getComputedStyle(document.activeElement);
  return [document.activeElement.outerHTML, outlineStyle, parseFloat(outlineWidth)];
}"""
LONG_LINES = """() => [...document.querySelectorAll("div.cell_input pre")]
  .map((pre) => [pre.scrollWidth <= pre.clientWidth, pre.innerText])"""
ALLOWED = [
    # sphinx-book-theme puts its title outside of every landmark; the link is in the tab order and has its name
    ("region", ".sidebar-primary-item"),
]


class Page(HTMLParser):
    """What a page refers to, what it loads, and the ids that it has."""

    def __init__(self, path):
        super().__init__()
        self.links, self.loads, self.ids = [], [], set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids.add(attributes.get("id"))
        if "href" in attributes:
            (self.links if tag == "a" else self.loads).append(attributes["href"])
        if "src" in attributes:
            self.loads.append(attributes["src"])


@pytest.fixture(scope="module")
def site(pages):
    return pages / "site"


@pytest.fixture(scope="module")
def html(site):
    found = {path.name: Page(path) for path in site.glob("*.html")}
    assert {f"{name}.html" for name in PAGES} <= found.keys()
    return found


@pytest.fixture(scope="module")
def open_alone(new_page, site):
    """For a with statement."""

    @contextlib.contextmanager
    def open_alone(name, **options):
        page = new_page(offline=True, **options)
        page.stem, page.loaded = name, []
        page.on("request", lambda request: page.loaded.append(request.url))
        page.goto((site / "index.html").as_uri().replace("index.html", name if "." in name else f"{name}.html"))
        page.evaluate(TYPESET)
        page.evaluate(STARTED)
        yield page
        page.close()

    return open_alone


@pytest.fixture
def open_page(open_alone):
    with contextlib.ExitStack() as stack:
        yield lambda name, **options: stack.enter_context(open_alone(name, **options))


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request, open_alone):
    """A notebook's page, opened once: a page takes longer to open than most of what is asked of it."""
    with open_alone(request.param) as page:
        yield page


@pytest.fixture(scope="module", params=PAGES)
def telephone(request, open_alone):
    with open_alone(request.param, viewport={"width": 360, "height": 780}) as page:
        yield page


@pytest.fixture
def views(lesson, in_python):
    """(view, explorable) of the lesson, in the order of the page."""
    roots, made = lesson.locator(".explorable").all(), in_python(lesson.stem)
    return [(View(root), InPython(explorable)) for root, explorable in zip(roots, made, strict=True)]


def test_every_explorable_follows_its_controls(views):
    for view, explorable in views:
        view.root.scroll_into_view_if_needed()
        drive_and_compare(view, explorable, ends)


def test_the_explorables_were_found(in_python):
    assert sum(len(in_python(name)) for name in LESSONS) > 10


def test_the_first_page_has_a_slider(open_page):
    view = View(open_page("index").locator(".explorable"))
    view.press("prediction ŷ", "Home")
    assert "∞" in view.readout


def test_the_first_page_lists_the_notebooks_and_the_time_they_take(open_page):
    entries = open_page("index").locator("main ol > li").all()
    assert len(entries) == len(LESSONS)
    for name, entry in zip(LESSONS, entries, strict=True):
        assert entry.get_by_role("link").get_attribute("href") == f"{name}.html"
        assert re.search(r"\n[A-Z].*, about \d+ minutes\.$", entry.inner_text())


# ---------------------------------------------------------------- files


def test_the_whole_is_small(site):
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 15 * MEGABYTE


def loaded_bytes(site, page):
    """The size of a page and of everything that it loads."""
    files = {unquote(address.path) for address in map(urlparse, page.loaded) if address.scheme == "file"}
    assert len(files) > 5
    return sum((site / path).stat().st_size for path in files)


def test_a_page_is_small(site, lesson):
    assert loaded_bytes(site, lesson) < 2.7 * MEGABYTE


def test_the_first_page_is_smaller(site, open_page):
    assert loaded_bytes(site, open_page("index")) < 1.5 * MEGABYTE


def is_elsewhere(address):
    return bool(urlparse(address).scheme)


def test_nothing_is_loaded_from_elsewhere(html):
    assert [(name, address) for name, page in html.items() for address in page.loads if is_elsewhere(address)] == [
        (name, address) for name, page in html.items() for address in page.loads if address.startswith("data:")
    ]


def test_links_resolve(html, site):
    local = [(name, urlparse(link)) for name, page in html.items() for link in page.links if not is_elsewhere(link)]
    assert len(local) > 50
    for name, link in local:
        target = unquote(link.path) or name
        assert (site / target).is_file(), (name, link)
        is_state = link.fragment.startswith("explore_") and not link.path
        assert not link.fragment or is_state or unquote(link.fragment) in html[target].ids, (name, link)


def test_links_to_a_state_lead_there(lesson, views):
    links = lesson.locator(STATE_LINKS).all()
    assert len(links) > 0 or not views
    for link in links:
        link.scroll_into_view_if_needed()
        height = link.bounding_box()["y"]
        assert_leads(link, [pair for pair in views if pair[0].root.bounding_box()["y"] < height])


def test_an_address_leads_to_a_state(open_page):
    view = View(open_page("01_definition.html#explore_loss:y_hat=0.0101&y=0&x=1").locator(".explorable").first)
    assert view.readout.startswith("y = 0, ŷ = 0.01:")
    assert 0 < view.root.bounding_box()["y"] < 900
    view.press("prediction ŷ", "ArrowRight")
    assert view.readout.startswith("y = 0, ŷ = 0.02:")


def test_what_is_loaded_is_there(html, site):
    for page in html.values():
        for address in page.loads:
            path = unquote(urlparse(address).path)
            assert is_elsewhere(address) or not path or (site / path).is_file(), address


@pytest.mark.parametrize("name", LESSONS)
def test_solutions_and_notes_for_the_lecturer_are_not_in_it(site, name):
    text = (site / f"{name}.html").read_text(encoding="utf-8")
    assert not re.search(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS)|For the lecturer", text)
    assert "<h1>" in text


def downloaded(page, link):
    """(name, bytes) of what a link gives."""
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_from_the_disk_too_it_gives_the_students_notebook(lesson):
    name = f"{lesson.stem}.ipynb"
    assert downloaded(lesson, "Download this notebook") == (name, edition()[name])


def test_from_the_disk_too_it_gives_the_students_course(open_page):
    assert downloaded(open_page("index"), "download the course") == ("course.zip", archive(handed_out()))


# ---------------------------------------------------------------- what a reader sees


def test_mathematics_is_typeset_and_no_line_of_code_cut_off(lesson):
    blocks = lesson.evaluate(LONG_LINES)
    assert len(blocks) > 20
    assert [source for whole, source in blocks if not whole] == []
    assert lesson.locator("mjx-container").count() > 10
    assert lesson.locator("mjx-merror, [data-mjx-error]").count() == 0
    assert not re.search(r"\\[()\[\]]|\\[a-z]+\{|\$\$", lesson.locator("main").inner_text())


def test_a_telephone_shows_no_letter_smaller_than_nine_pixels(telephone, in_python):
    upright = sizes(telephone)
    assert len(upright) == (1 if telephone.stem == "index" else len(in_python(telephone.stem)))
    telephone.set_viewport_size({"width": 780, "height": 360})
    telephone.wait_for_timeout(200)
    for (texts, glyphs), wide in zip(upright, sizes(telephone), strict=True):
        assert len(texts) + len(glyphs) > 12
        assert min([*texts, *glyphs, *itertools.chain(*wide)]) >= 9
        assert wide[0] != texts


def sizes(page):
    """The heights of the letters of each explorable; none of them is cut off."""
    roots = page.locator(".explorable").all()
    for root in roots:
        assert_fits(View(root))
    return [root.evaluate(LETTERS) for root in roots]


def test_a_telephone_shows_it_without_scrolling_sideways(telephone):
    telephone.set_viewport_size({"width": 320, "height": 740})
    telephone.evaluate(OPEN_ALL)
    assert telephone.evaluate("() => document.documentElement.scrollWidth") <= 320
    for root in telephone.locator(".explorable").all():
        assert_fits(View(root))
    formulas = telephone.evaluate(REACHED)
    assert len(formulas) > 100 or telephone.stem == "index"
    assert [text for reached, text in formulas if not reached] == []
    count, parted = telephone.evaluate(PARTED)
    assert count > 20 or telephone.stem == "index"
    assert parted == []


def test_a_formula_too_wide_for_a_telephone_scrolls_by_keyboard_too(open_page):
    page = open_page("06_active_recall", viewport={"width": 360, "height": 740})
    page.evaluate(OPEN_ALL)
    wide = page.locator("p mjx-container[tabindex='0']").first
    wide.press("ArrowRight")
    page.wait_for_function("(formula) => formula.scrollLeft > 0", arg=wide.element_handle())


def test_every_card_answers(lesson):
    cards = lesson.locator(".recall-card:visible")
    assert cards.count() >= 3
    for card in cards.all():
        card.get_by_role("button", name="Show the answer").click()
        assert card.locator(".recall-feedback:not(:empty), label + div:not([hidden])").first.is_visible()
    assert lesson.locator("details[open]").count() == 0


def test_the_search_finds_a_word(open_page):
    page = open_page("search.html?q=softplus")
    page.locator("#search-results a").first.wait_for()
    assert any("01_definition" in link.get_attribute("href") for link in page.locator("#search-results a").all())


def test_light_and_dark(open_page):
    page = open_page("index", color_scheme="light")
    colour = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    page.evaluate(AFTER_PAINT)
    assert page.evaluate(colour) != light
    assert page.locator(".explorable-card").evaluate("(card) => getComputedStyle(card).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


def test_the_keyboard_sees_where_it_is(open_page):
    page = open_page("index")
    rings = []
    for _ in range(20):
        page.keyboard.press("Tab")
        rings.append(page.evaluate(RING))
    assert len({words for words, _, _ in rings}) > 10
    assert [ring for ring in rings if ring[1] == "none" or ring[2] < 2] == []


def test_a_picture_keeps_its_colours_in_the_dark(open_page):
    picture = open_page("04_week2_exercise", color_scheme="dark").locator("main img").first
    assert picture.evaluate("(picture) => getComputedStyle(picture).filter") == "none"


@pytest.mark.parametrize("name", ["index", "01_definition", "search"])
def test_it_is_accessible(open_page, name):
    assert violations(open_page(name), ALLOWED) == []


def test_a_series_of_cards_is_accessible(open_page):
    page = open_page("06_active_recall")
    assert page.locator(".recall-series").count() > 0
    assert violations(page, ALLOWED, include=".recall-series") == []


def test_contrasts_do_in_the_dark(open_page):
    assert violations(open_page("01_definition", color_scheme="dark"), ALLOWED, runOnly=["color-contrast"]) == []

"""The built site, opened from the disk without the network and without a kernel."""

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


@pytest.fixture
def open_page(new_page, site):
    opened = []

    def open_page(name, **options):
        page = new_page(offline=True, **options)
        opened.append(page)
        page.goto((site / "index.html").as_uri().replace("index.html", name if "." in name else f"{name}.html"))
        page.evaluate(TYPESET)
        page.evaluate(STARTED)
        return page

    yield open_page
    for page in opened:
        page.close()


@pytest.mark.parametrize("name", LESSONS)
def test_every_explorable_follows_its_controls(open_page, in_python, name):
    roots = open_page(name).locator(".explorable").all()
    assert len(roots) == len(in_python(name))
    for root, explorable in zip(roots, in_python(name), strict=True):
        root.scroll_into_view_if_needed()
        drive_and_compare(View(root), InPython(explorable))


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


def loaded_bytes(new_page, site, name):
    """The size of a page and of everything that it loads."""
    page = new_page(offline=True)
    addresses = []
    page.on("request", lambda request: addresses.append(urlparse(request.url)))
    page.goto((site / f"{name}.html").as_uri())
    page.evaluate(TYPESET)
    page.close()
    files = {unquote(address.path) for address in addresses if address.scheme == "file"}
    assert len(files) > 5
    return sum((site / path).stat().st_size for path in files)


def test_it_is_small(site, new_page):
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 15 * MEGABYTE
    for name in PAGES:
        assert loaded_bytes(new_page, site, name) < (1.5 if name == "index" else 2.7) * MEGABYTE, name


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


@pytest.mark.parametrize("name", [name for name in LESSONS if name != "06_active_recall"])
def test_links_to_a_state_lead_there(open_page, in_python, name):
    page = open_page(name)
    views = [
        (View(root), InPython(made))
        for root, made in zip(page.locator(".explorable").all(), in_python(name), strict=True)
    ]
    links = page.locator(STATE_LINKS).all()
    assert len(links) > 0
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


@pytest.mark.parametrize("name", PAGES)
def test_from_the_disk_too_it_gives_the_students_edition(open_page, name):
    page = open_page(name)
    whole = name == "index"
    with page.expect_download() as download:
        page.get_by_role("link", name="download the course" if whole else "Download this notebook").click()
    assert download.value.suggested_filename == ("course.zip" if whole else f"{name}.ipynb")
    data = Path(download.value.path()).read_bytes()
    assert data == (archive(handed_out()) if whole else edition()[f"{name}.ipynb"])


# ---------------------------------------------------------------- what a reader sees


@pytest.mark.parametrize("name", LESSONS)
def test_mathematics_is_typeset_and_no_line_of_code_cut_off(open_page, name):
    page = open_page(name)
    blocks = page.evaluate(LONG_LINES)
    assert len(blocks) > 20
    assert [source for whole, source in blocks if not whole] == []
    assert page.locator("mjx-container").count() > 10
    assert page.locator("mjx-merror, [data-mjx-error]").count() == 0
    assert not re.search(r"\\[()\[\]]|\\[a-z]+\{|\$\$", page.locator("main").inner_text())


@pytest.mark.parametrize("name", PAGES)
def test_a_telephone_shows_it_without_scrolling_sideways(open_page, name):
    page = open_page(name, viewport={"width": 320, "height": 740})
    page.evaluate(OPEN_ALL)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    for root in page.locator(".explorable").all():
        assert_fits(View(root))
    formulas = page.evaluate(REACHED)
    assert len(formulas) > 100 or name == "index"
    assert [text for reached, text in formulas if not reached] == []
    count, parted = page.evaluate(PARTED)
    assert count > 20 or name == "index"
    assert parted == []


@pytest.mark.parametrize("name", LESSONS)
def test_a_telephone_shows_no_letter_smaller_than_nine_pixels(open_page, in_python, name):
    page = open_page(name, viewport={"width": 360, "height": 780})
    upright = sizes(page)
    page.set_viewport_size({"width": 780, "height": 360})
    page.wait_for_timeout(200)
    assert len(upright) == len(in_python(name)) == len(sizes(page))
    for (texts, glyphs), wide in zip(upright, sizes(page), strict=True):
        assert len(texts) + len(glyphs) > 12
        assert min([*texts, *glyphs, *itertools.chain(*wide)]) >= 9
        assert wide[0] != texts


def sizes(page):
    """The heights of the letters of each explorable; none of them is cut off."""
    roots = page.locator(".explorable").all()
    for root in roots:
        assert_fits(View(root))
    return [root.evaluate(LETTERS) for root in roots]


def test_a_formula_too_wide_for_a_telephone_scrolls_by_keyboard_too(open_page):
    page = open_page("06_active_recall", viewport={"width": 360, "height": 740})
    page.evaluate(OPEN_ALL)
    wide = page.locator("p mjx-container[tabindex='0']").first
    wide.press("ArrowRight")
    page.wait_for_function("(formula) => formula.scrollLeft > 0", arg=wide.element_handle())


@pytest.mark.parametrize("name", LESSONS)
def test_every_card_answers(open_page, name):
    page = open_page(name)
    cards = page.locator(".recall-card:visible")
    assert cards.count() >= 3
    for card in cards.all():
        card.get_by_role("button", name="Show the answer").click()
        assert card.locator(".recall-feedback:not(:empty), label + div:not([hidden])").first.is_visible()
    assert page.locator("details[open]").count() == 0


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


@pytest.mark.parametrize("name", ["index", "01_definition", "06_active_recall", "07_calibration", "search"])
def test_it_is_accessible(open_page, name):
    """In the dark only the contrast is another."""
    assert violations(open_page(name, color_scheme="light"), ALLOWED) == []
    assert violations(open_page(name, color_scheme="dark"), ALLOWED, runOnly=["color-contrast"]) == []

"""Site and slides in Firefox and WebKit: opened from the disk, without a kernel, moved and answered."""

import shutil

import pytest

from browser.engines import ENGINES, refusing_proxy, with_notes
from browser.test_recall import answers, in_fields
from browser.test_slides import LEAST_CODE, SEEN
from browser.view import LETTERS, PARSE, READ, STARTED, InPython
from helpers import recall
from helpers.recall.cards import KINDS
from helpers.recall.parts import SERIES
from tools.pages import student_notebooks

LESSONS = [path.stem for path in student_notebooks()]
DRIVEN = "03_gradient_vs_squared_error"  # with every kind of control
DECK_READY = """async () => {
  while (!window.Reveal?.isReady()) await new Promise((done) => setTimeout(done, 20));
}"""
TO_SLIDE_OF = """(k) => {
  const {h, v} = Reveal.getIndices(document.querySelectorAll(".explorable")[k].closest("section"));
  Reveal.slide(h, v, 99);
}"""
# The nth input of the ith control of the kth explorable, and how the control shows its value.
INPUT = """(k, i, n) => document.querySelectorAll(".explorable")[k]
  .querySelectorAll(".explorable-control")[i].querySelectorAll("input")[n]"""
SAYS = """(input) => input.type === "radio" ? [input.checked, input.labels[0].innerText.trim()]
  : [input.getAttribute("aria-valuetext"), input.parentElement.querySelector("output").innerText]"""
CHANGE_THEME = """(mode) => {
  document.querySelector(`.theme-change-button[data-mode="${mode}"]`).click();
  return document.documentElement.dataset.theme;
}"""
# A card's nth field, its button of a name, and what it says.
CARD = '(id) => document.querySelector(`.recall-card[data-card="${id}"]`)'
FIELD = f"(id, n) => ({CARD})(id).querySelectorAll('input, select')[n]"
BUTTON = f"(id, name) => [...({CARD})(id).querySelectorAll('button')].find((button) => button.textContent === name)"
FEEDBACK = "(card) => card.querySelector('[role=alert]').innerText"
IN_REVIEW = """(selector) => [...document.querySelectorAll(".recall-series")]
  .find((series) => series.querySelector("[role=status]").innerText.startsWith("Cards left")).querySelector(selector)"""
FORECAST = "(k, inside) => document.querySelectorAll('.forecast')[k].querySelector(inside)"
CARDS = "() => [...document.querySelectorAll('.recall-card')].map((card) => card.dataset.card)"
ROOT = "(k) => document.querySelectorAll('.explorable')[k]"


@pytest.fixture(scope="module")
def noting_pages(pages, tmp_path_factory):
    """Copies of the site and the slides that note their faults."""
    folder = shutil.copytree(pages, tmp_path_factory.mktemp("noting") / "pages")
    copies = list(folder.glob("*/*.html"))
    assert len(copies) > 2 * len(LESSONS)
    for path in copies:
        path.write_text(with_notes(path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    with refusing_proxy() as proxy, ENGINES[request.param](proxy) as engine:
        yield engine


@pytest.fixture
def open_page(engine, noting_pages):
    """Opens a page and waits for its parts; in the end nothing has gone wrong on it."""

    def open_page(name, query=""):
        engine.open((noting_pages / f"{name}.html").as_uri() + query)
        if name.startswith("slides/"):
            engine.evaluate(DECK_READY)
        engine.evaluate(STARTED)
        return engine

    yield open_page
    assert engine.faults() == []


def keys_to_both_ends(control):
    """(input, key, input and position on the grid that this leads to): radio buttons are left by an arrow key."""
    last = len(control["values"]) - 1
    if control["kind"] == "choice":
        return [(last - 1, "ArrowRight", last, last), (1, "ArrowLeft", 0, 0)]
    return [(0, "End", 0, last), (0, "Home", 0, 0)]


def says(control, position):
    text = control["texts"][position]
    return [True if control["kind"] == "choice" else text, text]


def drive_and_compare(engine, k, explorable):
    """Picture, readout and control are what Python draws and says, at both ends of every control."""
    state = {control["name"]: control["start"] for control in explorable.controls}
    assert len(explorable.controls) > 0
    for i, control in enumerate(explorable.controls):
        for start, key, end, position in keys_to_both_ends(control):
            engine.press(INPUT, [k, i, start], key)
            state[control["name"]] = control["values"][position]
            assert engine.of(INPUT, [k, i, end], SAYS) == says(control, position)
            assert_shows(engine, k, explorable.draw(state))


def assert_shows(engine, k, drawn):
    shown = engine.of(ROOT, [k], READ)
    assert shown["readout"] == drawn["readout"]
    assert shown["layers"] == engine.of(ROOT, [k], PARSE, drawn["layers"])
    assert len(shown["layers"]) > 0 and shown["drawn"]
    assert shown["missing"] == []


def explorables_on(engine, made):
    assert engine.evaluate("() => document.querySelectorAll('.explorable').length") == len(made)
    return enumerate(map(InPython, made))


def test_every_control_of_the_site_goes_to_both_ends(open_page, in_python):
    engine = open_page(f"site/{DRIVEN}")
    for k, explorable in explorables_on(engine, in_python(DRIVEN)):
        drive_and_compare(engine, k, explorable)


def test_links_and_addresses_lead_to_a_state(open_page):
    engine = open_page("site/01_definition", "#explore_loss:y_hat=0.25&y=0")
    assert engine.of(ROOT, [0], READ)["readout"].startswith("y = 0, ŷ = 0.25:")
    engine.evaluate("""() => document.querySelector('a[href="#explore_loss:y=1&y_hat=0.01"]').click()""")
    assert engine.of(ROOT, [0], READ)["readout"].startswith("y = 1, ŷ = 0.01:")


@pytest.fixture
def telephone(engine):
    engine.resize(360, 780)
    yield engine
    engine.resize()


NARROWED = """() => {
  document.documentElement.style.maxWidth = "360px"; // where the window does not become as narrow
  return new Promise((done) => setTimeout(done, 300));
}"""


def test_a_telephone_has_large_enough_letters(telephone, open_page, in_python):
    engine = open_page(f"site/{DRIVEN}")
    engine.evaluate(NARROWED)
    assert engine.evaluate("() => document.documentElement.scrollWidth") <= 447
    for k, _ in explorables_on(engine, in_python(DRIVEN)):
        texts, glyphs = engine.of(ROOT, [k], LETTERS)
        assert len(texts) + len(glyphs) > 12
        assert min([*texts, *glyphs]) >= 9
        assert engine.of(ROOT, [k], "(root) => root.querySelector('svg').getBoundingClientRect().right") < 361


def test_every_control_of_a_deck_goes_to_both_ends(open_page, in_python):
    engine = open_page("slides/01_definition")
    for k, explorable in explorables_on(engine, in_python("01_definition")):
        engine.evaluate(TO_SLIDE_OF, k)
        drive_and_compare(engine, k, explorable)


def test_no_slide_is_cut_off(open_page):
    engine = open_page("slides/05_multiclass")
    assert engine.evaluate("() => Reveal.getTotalSlides()") > 10
    assert [slide["cut"] for slide in engine.evaluate(SEEN, [LEAST_CODE, "() => null"]) if slide["cut"]] == []


@pytest.mark.parametrize("name", ["site/index", "slides/01_definition"])
def test_a_browser_that_refuses_storage_shows_it_all(open_page, name):
    assert open_page(name, "?refused").evaluate("() => refused")


def test_the_theme_changes_though_storage_is_refused(open_page):
    engine = open_page("site/index", "?refused")
    for mode in ("dark", "light"):
        assert engine.evaluate(CHANGE_THEME, mode) == mode


# ---------------------------------------------------------------- cards


def first_of_each_kind(engine):
    cards = recall.load_cards()
    shown = [cards[name] for name in engine.evaluate(CARDS) if name in cards]
    return [next(card for card in shown if card.kind == kind) for kind in KINDS]


def give(engine, card, answer):
    """By mouse and keyboard, as a reader does."""
    for n, value in enumerate(in_fields(card, answer)):
        field = [card.id, n]
        if card.kind == "number":
            engine.of(FIELD, field, "(input) => input.select()")
            engine.press(FIELD, field, *value, "Enter")
        elif card.kind == "order":
            engine.of(FIELD, field, "(select, place) => (select.value = place)", value)
        elif engine.of(FIELD, field, "(input) => input.checked") != value:
            engine.click(FIELD, field)


@pytest.mark.parametrize("verdict", [False, True])
def test_a_card_of_each_kind_judges(open_page, verdict):
    engine = open_page("site/06_active_recall")
    for card in first_of_each_kind(engine):
        answer = next(answer for answer in answers(card) if recall.judge(card, answer).right is verdict)
        if card.kind == "text":
            engine.click(BUTTON, [card.id, "Show the answer"])
        give(engine, card, answer)
        if card.kind != "number":
            engine.click(BUTTON, [card.id, "Done" if card.kind == "text" else "Check"])
        assert engine.of(CARD, [card.id], FEEDBACK).startswith("✓ Right." if verdict else "✗ Not yet.")


@pytest.mark.parametrize("query", ["", "?refused"])
def test_a_review_goes_on_and_says_whether_it_is_remembered(open_page, query):
    engine = open_page("site/06_active_recall", query)
    engine.click(IN_REVIEW, ["form:not([hidden]) button[type=button]"])
    engine.click(IN_REVIEW, [":scope > .recall-buttons button"])
    status = engine.of(IN_REVIEW, ["[role=status]"], "(line) => line.innerText")
    assert status.startswith("Cards left in this sitting: ")
    assert (SERIES["review"]["forgets"] in status) == bool(query)


# ---------------------------------------------------------------- forecasts


@pytest.mark.parametrize("query", ["", "?refused"])
def test_a_forecast_is_locked_scored_and_kept_where_that_is_allowed(open_page, query):
    engine = open_page("site/01_definition", query)
    engine.press(FORECAST, [0, "input"], "End")
    for _ in ("Lock", "What happened?"):
        engine.click(FORECAST, [0, "button:not([hidden])"])
    price = "You pay −log(1 − 1.00) = ∞."
    assert price in engine.of(FORECAST, [0, ".recall-feedback"], "(place) => place.innerText")
    assert ("does not let" in engine.of(FORECAST, [0, ".forecast-locked"], "(line) => line.innerText")) == bool(query)
    again = open_page("site/01_definition", query)
    assert (price in again.of(FORECAST, [0, ".recall-feedback"], "(place) => place.innerText")) != bool(query)

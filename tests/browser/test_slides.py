"""The decks, opened from the disk without the network: one file a notebook."""

import re

import pytest

from browser.axe import violations
from browser.view import PARTED, InPython, View, drive_and_compare, ends, swipe
from helpers import recall
from tools.notebooks import NOTEBOOKS
from tools.pages import student_notebooks, without_solutions

PROJECTOR = {"width": 1280, "height": 720}
DECKS = [path.stem for path in student_notebooks()]
LEAST_CODE = 17.9  # pixels of 720
READY = "() => window.Reveal?.isReady()"
# Of each slide its heading and the part that is named below it, what of it is cut off, and where a line parts a formula
# from its comma. 688: below stand the slide's number and the progress.
SEEN = """([least, parted]) => Reveal.getSlides().map((slide) => {
  const {h, v} = Reveal.getIndices(slide);
  Reveal.slide(h, v, 99);
  const box = slide.querySelector(".fit");
  const isTooWide = (box) => box.scrollWidth > box.clientWidth + 1; // engines round the two in different ways
  const blocks = [...box.querySelectorAll("pre")].filter((pre) => pre.offsetParent !== null);
  const code = box.style.zoom * Math.min(100, ...blocks.map((pre) => parseFloat(getComputedStyle(pre).fontSize)));
  const whole = slide.scrollHeight <= 688 && slide.scrollWidth <= 1280 && ![box, ...blocks].some(isTooWide);
  return {
    heading: slide.querySelector("h2")?.innerText,
    named: document.querySelector(".part").innerText,
    cut: whole && code >= least ? [] : [[slide.querySelector("[id]").id, slide.scrollHeight, code]],
    parted: eval(parted)(slide),
  };
})"""
# Opens each folded answer alone, with those around it; what it has outside of its slide or over its neighbour.
OPENED = """async () => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const isOver = (formula) => {
    if (formula.closest("details:not([open])")) return false;
    const {width, right} = formula.getBoundingClientRect();
    const around = formula.closest("p, li, td") ?? formula.closest(".fit");
    return width > 0 && right > around.getBoundingClientRect().right + 1;
  };
  const others = "details details, .explorable *, :not(section)[hidden], :not(section)[hidden] *";
  const closed = [...document.querySelectorAll(`.slides details:not(${others})`)];
  const found = [];
  for (const answer of closed) {
    const slide = answer.closest(".slides > section > section"), box = slide.querySelector(".fit");
    const {h, v} = Reveal.getIndices(slide);
    const around = [...slide.querySelectorAll("details")].filter((each) => each.contains(answer));
    Reveal.slide(h, v, 99);
    around.forEach((each) => (each.open = true));
    await painted();
    const over = [...box.querySelectorAll("mjx-container:not([display])")].filter(isOver).length;
    found.push([answer.outerHTML.slice(0, 200), slide.scrollHeight > 688, box.scrollWidth > box.clientWidth, over,
      answer.querySelector("summary").getBoundingClientRect().height > 0]);
    around.forEach((each) => (each.open = false));
    await painted();
  }
  return found;
}"""
# Shows the answer of each card that is seen on a slide: its question, and what cannot be reached or is not there.
ANSWERED = """async () => {
  const found = [];
  for (const card of [...document.querySelectorAll(".slides .recall-card")]) {
    const slide = card.closest(".slides > section > section"), box = slide.querySelector(".fit");
    const {h, v} = Reveal.getIndices(slide);
    Reveal.slide(h, v, 99);
    if (!card.checkVisibility()) continue;
    card.querySelector("button[type=button]").click();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const answer = card.querySelector(".recall-feedback:not(:empty), textarea ~ div, label + div:not([hidden])");
    const below = slide.scrollHeight > 688 && getComputedStyle(slide).overflowY !== "auto";
    found.push([card.dataset.card, below, box.scrollWidth > box.clientWidth, answer !== null]);
  }
  return found;
}"""
TO_SLIDE_OF = """(root) => {
  const {h, v} = Reveal.getIndices(root.closest("section"));
  Reveal.slide(h, v, 99);
}"""
LEFT_IN_PRINT = """() => [...document.querySelectorAll(".pdf-page")].map((paper) =>
  paper.querySelector(".fit").getBoundingClientRect().left - paper.getBoundingClientRect().left)"""
PLACE = "() => { const {h, v} = Reveal.getIndices(); return [h, v]; }"
NEXT_WITH_NOTES = """() => {
  const {h, v} = Reveal.getIndices(document.querySelector("aside.notes").closest("section"));
  Reveal.slide(h, v);
}"""


def further_cards(source):
    """How many cards of a quiz go to slides of their own."""
    quizzes = re.findall(r'^recall\.quiz\("(\d\d)"(, closing=False)?\)', source, re.MULTILINE)
    return sum(len(recall.quiz(number, closing=not others).cards) - 1 for number, others in quizzes)


def number_of_slides(name):
    """How many the notebook's metadata asks for, and one for each further card."""
    cells = without_solutions(NOTEBOOKS / f"{name}.ipynb").cells
    kinds = [cell.metadata.get("slideshow", {}).get("slide_type") for cell in cells]
    return sum(kind in {"slide", "subslide"} for kind in kinds) + sum(further_cards(cell.source) for cell in cells)


@pytest.fixture(scope="module")
def slides(pages):
    return pages / "slides"


@pytest.fixture(scope="module")
def open_deck(slides, new_page):
    def open_deck(name, query=""):
        page = new_page(offline=True, viewport=PROJECTOR)
        page.goto((slides / f"{name}.html").as_uri() + query)
        page.wait_for_function(READY)
        return page

    return open_deck


@pytest.fixture(scope="module", params=DECKS)
def deck(request, open_deck):
    page = open_deck(request.param)
    page.stem = request.param
    yield page
    page.close()


@pytest.fixture(scope="module")
def seen(deck):
    """What each slide shows, in one walk through all: each takes a while to be fitted."""
    return deck.evaluate(SEEN, [LEAST_CODE, PARTED])


@pytest.fixture
def first_deck(open_deck):
    page = open_deck("01_definition")
    yield page
    page.close()


def test_it_has_the_slides_of_the_metadata(deck):
    assert number_of_slides(deck.stem) > 10
    assert deck.evaluate("() => Reveal.getTotalSlides()") == number_of_slides(deck.stem)


def test_every_slide_names_its_part(deck, seen):
    title, heading = deck.locator("h1").inner_text(), None
    for slide in seen:
        heading = slide.get("heading") or heading
        assert slide["named"] == (f"{title} · {heading}" if heading else title)


def test_nothing_is_cut_off_and_code_is_legible(seen):
    assert len(seen) > 10
    assert [cut for slide in seen for cut in slide["cut"]] == []


def test_a_line_does_not_begin_with_the_comma_after_a_formula(seen):
    assert sum(slide["parted"][0] for slide in seen) > 20
    assert [slide["parted"][1] for slide in seen if slide["parted"][1]] == []


def test_an_opened_answer_is_whole(deck):
    opened = deck.evaluate(OPENED)
    assert len(opened) >= 5
    assert [answer for answer in opened if answer[1:] != [False, False, 0, True]] == []


def test_mathematics_is_typeset(deck):
    assert deck.locator("mjx-container").count() > 10
    assert deck.locator("mjx-merror, [data-mjx-error]").count() == 0
    assert deck.locator("main").get_by_text("$").count() == 0


@pytest.mark.parametrize("deck", ["01_definition"], indirect=True)
def test_every_explorable_follows_its_controls_and_the_deck_stays(deck, in_python):
    roots = deck.locator(".explorable").all()
    assert len(roots) == len(in_python(deck.stem))
    for root, explorable in zip(roots, in_python(deck.stem), strict=True):
        root.evaluate(TO_SLIDE_OF)
        place = deck.evaluate(PLACE)
        drive_and_compare(View(root), InPython(explorable), ends)
        assert deck.evaluate(PLACE) == place


def test_a_card_answers_and_is_whole(deck):
    answered = deck.evaluate(ANSWERED)
    assert len(answered) >= 3
    assert [answer for answer in answered if answer[1:] != [False, False, True]] == []


LEAD = """(href) => document.querySelector(`a[href="${href}"]`).click()"""


def test_a_link_and_an_address_turn_to_the_picture(open_deck):
    page = open_deck("01_definition", "#explore_loss:y_hat=0.01&y=0")
    view = View(page.locator(".explorable").first)
    assert view.root.is_visible() and view.readout.startswith("y = 0, ŷ = 0.01:")
    page.evaluate("() => Reveal.slide(1, 0)")
    assert not view.root.is_visible()
    page.evaluate(LEAD, "#explore_loss:y=1&y_hat=0")
    assert view.root.is_visible() and view.readout.startswith("y = 1, ŷ = 0:")
    page.close()


def test_a_finger_on_the_picture_does_not_turn_the_slide(slides, new_page):
    page = new_page(offline=True, viewport=PROJECTOR, has_touch=True)
    page.goto((slides / "01_definition.html").as_uri())
    page.wait_for_function(READY)
    view = View(page.locator(".explorable").first)
    view.root.evaluate(TO_SLIDE_OF)
    place = page.evaluate(PLACE)
    swipe(view, (0.9, 0.5), (-0.2, 0.5))
    assert view.readout.startswith("y = 1, ŷ = 0:")
    assert page.evaluate(PLACE) == place
    page.close()


@pytest.mark.parametrize("deck", ["05_multiclass"], indirect=True)
def test_it_prints_one_page_a_slide_and_is_accessible(deck, open_deck):
    page = open_deck(deck.stem, "?print-pdf")
    slides = number_of_slides(deck.stem)
    assert page.locator(".pdf-page").count() == slides
    assert set(page.evaluate(LEFT_IN_PRINT)) == {56}
    assert all(svg.is_visible() for svg in page.locator(".explorable svg").all())
    assert len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True, print_background=True))) == slides
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("deck", ["01_definition"], indirect=True)
def test_it_prints_the_notes_after_each_slide_where_that_is_wanted(deck, open_deck):
    page = open_deck(deck.stem, "?print-pdf&showNotes=separate-page")
    notes = page.locator('.speaker-notes-pdf[data-layout="separate-page"]')
    assert notes.count() == number_of_slides(deck.stem)
    assert all("For the lecturer." in text for text in notes.all_inner_texts())
    pages = re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True, print_background=True))
    assert len(pages) >= 2 * notes.count()
    page.close()


# ---------------------------------------------------------------- the lecturer's keys


def test_keys_move_the_deck_again_when_a_control_is_left(first_deck):
    root = first_deck.locator(".explorable").first
    root.evaluate(TO_SLIDE_OF)
    slider, place = View(root).ranges.first, first_deck.evaluate(PLACE)
    slider.press("ArrowRight")
    assert first_deck.evaluate(PLACE) == place
    first_deck.keyboard.press("Escape")
    first_deck.keyboard.press("ArrowRight")
    assert first_deck.evaluate(PLACE) != place


def test_a_remote_control_moves_the_deck_from_within_a_control(first_deck):
    root = first_deck.locator(".explorable").first
    root.evaluate(TO_SLIDE_OF)
    place = first_deck.evaluate(PLACE)
    View(root).ranges.first.press("PageDown")
    assert first_deck.evaluate(PLACE) != place


def test_a_card_is_answered_by_keyboard_without_moving_the_deck(first_deck):
    card = first_deck.locator(".recall-card").filter(has=first_deck.locator("input[type=text]")).first
    card.evaluate(TO_SLIDE_OF)
    place = first_deck.evaluate(PLACE)
    card.get_by_role("textbox").press_sequentially("2 nats")
    card.get_by_role("textbox").press("Enter")
    assert "Not yet." in card.get_by_role("alert").inner_text()
    card.get_by_role("button", name="Show the answer").press("Space")
    assert "4.605 nats" in card.get_by_role("alert").inner_text()
    assert first_deck.evaluate(PLACE) == place


def test_the_speaker_window_shows_the_notes(first_deck):
    first_deck.evaluate(NEXT_WITH_NOTES)
    with first_deck.expect_popup() as popup:
        first_deck.keyboard.press("s")
    notes = popup.value.locator(".speaker-controls-notes")
    notes.get_by_text("Ask the room").wait_for()
    assert "minutes" in notes.inner_text() or re.search(r"\b\d+ in all", notes.inner_text())


def test_a_note_stays_until_the_next_one(first_deck):
    told = first_deck.evaluate("""() => Array.from(document.querySelectorAll(".slides section section"),
        (slide) => Array.from(slide.querySelectorAll("aside.notes"), (note) => note.textContent))""")
    assert len(told) > len({note for (note,) in told}) > 3


def parts(cells):
    """[heading, notes …] for the title and for each heading of the second level."""
    found = []
    for cell in cells:
        if re.match("##? ", cell.source):
            found.append([cell.source.splitlines()[0]])
        elif cell.metadata.get("slideshow", {}).get("slide_type") == "notes":
            found[-1].append(cell.source)
    return found


def minutes(note):
    return int(re.search(r"\b(\d+) minutes?\b", note)[1])


@pytest.mark.parametrize("name", DECKS)
def test_every_part_has_a_note_with_minutes_and_a_question(name):
    cells = without_solutions(NOTEBOOKS / f"{name}.ipynb").cells
    assert cells[1].metadata.slideshow.slide_type == "notes"  # on the title's slide
    lecture = [part for part in parts(cells) if part[0] != "## What you can do now"]
    assert len(lecture) >= 8
    assert [part[0] for part in lecture if len(part) < 2] == []
    notes = [note for part in lecture for note in part[1:]]
    assert [note for note in notes if not re.match(r"\*For the lecturer\.\* \d+ minutes?\b", note)] == []
    assert [note for note in notes if not re.search("(?i)ask the room", note)] == []
    assert sum(map(minutes, notes[1:])) == minutes(notes[0])


@pytest.mark.parametrize("name", DECKS)
def test_a_deck_is_one_file(slides, name):
    text = (slides / f"{name}.html").read_text(encoding="utf-8")
    shown = re.sub(r"(?s)<script.*?</script>", "", text)
    assert not re.search(r"<(script|link)[^>]*(src|href)=|<img[^>]*src=(?!.data:)", shown)
    assert {path.stem for path in slides.iterdir()} == set(DECKS)
    assert set(re.findall(r'<a [^>]*href="(?!http)([^"#]*)"', shown)) <= {f"{deck}.html" for deck in DECKS}

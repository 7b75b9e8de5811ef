"""Forecasts in a page: locked, scored, kept, shared, forgotten; by keyboard in JupyterLab; prices as in Python."""

import contextlib
import json
import math

import numpy as np
import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.test_recall import PAGE
from browser.view import STARTED
from helpers import losses, recall
from helpers.page import EXPORT, module
from helpers.recall.forecasts import KEY
from tools.lab import write_notebook

FORECASTS = recall.load_forecasts()
TRUE = [one.id for one in FORECASTS.values() if one.happened]
FALSE = [one.id for one in FORECASTS.values() if not one.happened]
WORDS = recall.forecasts().state()["words"]
LOG_2 = "Always saying ½ pays log 2 = 0.693."
FULL = """() => {
  Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
}"""
REFUSED = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }});"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {get() { return undefined; }});"
CLIPBOARD = """Object.defineProperty(navigator, 'clipboard', {get() {
  return {writeText: async (text) => { window.copied = text; }};
}});"""
# For each label the losses of these ŷ, and their mean.
PRICES = """([code, yHats]) => {
  const [lossOf, meanOf] = new Function(`${code}; return [lossOf, meanOf];`)();
  return [0, 1].map((y) => yHats.map((yHat) => lossOf(y, yHat)))
    .map((losses) => [...losses, meanOf(losses), meanOf(losses.filter(Number.isFinite))].map(String));
}"""


@pytest.fixture
def open_page(new_page, tmp_path):
    """Opens parts on a page of their own."""
    with contextlib.ExitStack() as stack:

        def open_page(*parts, script=None, kept=None, **options):
            path = tmp_path / "forecasts.html"
            path.write_text(PAGE.format("".join(part.html() for part in parts)), encoding="utf-8")
            page = new_page(offline=True, **options)
            stack.callback(page.close)
            if script:
                page.add_init_script(script)
            page.goto(path.as_uri())
            if kept is not None:
                page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, kept])
                page.reload()
            page.evaluate(STARTED)
            return page

        yield open_page


def view(page, k=0):
    return page.locator(".forecast").nth(k)


def say(view, y_hat):
    view.get_by_role("slider").fill(str(y_hat))


def press(view, name):
    view.get_by_role("button", name=name).click()


def score(view, y_hat):
    say(view, y_hat)
    press(view, "Lock")
    press(view, "What happened?")


def kept(page):
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", KEY))


def said(view):
    return view.locator(".recall-feedback").inner_text()


def test_it_is_locked_then_scored_and_stays_so(open_page):
    name = TRUE[0]
    page = open_page(recall.forecast(name), recall.forecast(name))
    one, twin = view(page), view(page, 1)
    slider = one.get_by_role("slider", name="Your probability that this is true:", exact=True)
    assert slider.get_attribute("aria-valuetext") == "0.50 that this is true"
    for key, y_hat in [("Home", "0.00"), ("ArrowRight", "0.01"), ("End", "1.00"), ("ArrowLeft", "0.99")]:
        slider.press(key)
        assert slider.get_attribute("aria-valuetext") == f"{y_hat} that this is true"
        expect(one.locator("output")).to_have_text(f"ŷ = {y_hat}")
    assert not one.get_by_role("button", name="What happened?").is_visible() and said(one) == ""
    say(one, 0.7)
    press(one, "Lock")
    assert kept(page) == {name: {"yHat": 0.7, "scored": False}}
    page.reload()
    page.evaluate(STARTED)
    for each in (one, twin):
        expect(each.locator(".forecast-locked")).to_have_text(WORDS["locked"].replace("{}", "0.70"))
        assert each.get_by_role("slider").is_disabled() and said(each) == ""
        assert [button.inner_text() for button in each.get_by_role("button").all()] == ["What happened?"]
    press(twin, "What happened?")
    page.reload()
    page.evaluate(STARTED)
    for each in (one, twin):
        assert said(each).split("\n\n")[0] == f"True: y = 1. {FORECASTS[name].why}"
        assert "You pay −log 0.70 = 0.357 nats." in said(each)
        assert f"(1): 0.357 nats. {LOG_2}" in said(each)
        assert each.get_by_role("button").all() == []


def test_another_page_of_the_browser_knows_it_and_hears_of_the_next(browser, watch, tmp_path):
    parts = [recall.forecast(TRUE[0]), recall.forecasts()], [recall.forecast(TRUE[0]), recall.forecast(FALSE[0])]
    with browser.new_context(offline=True) as context:
        pages = [context.new_page(), context.new_page()]
        for k, page in enumerate(pages):
            (tmp_path / f"{k}.html").write_text(
                PAGE.format("".join(part.html() for part in parts[k])), encoding="utf-8"
            )
            watch.follow(page)
            page.goto((tmp_path / f"{k}.html").as_uri())
            page.evaluate(STARTED)
        score(view(pages[1]), 0.5)
        score(view(pages[1], 1), 0.7)
        assert "You pay −log(1 − 0.70) = 1.204 nats." in said(view(pages[1], 1))
        expect(view(pages[0]).locator(".recall-feedback")).to_contain_text("(2): 0.949 nats.")
        both = [FORECASTS[name].statement for name in FORECASTS if name in (TRUE[0], FALSE[0])]
        assert view(pages[0], 1).get_by_role("rowheader").all_inner_texts() == both


def test_a_certain_mistake_costs_infinitely_much_and_nothing_is_clipped(open_page):
    page = open_page(recall.forecast(TRUE[0]), recall.forecast(FALSE[0]), recall.forecast(TRUE[1]), recall.forecasts())
    score(view(page), 0)
    assert "You pay −log 0.00 = ∞. You gave no probability at all to what happened." in said(view(page))
    assert f"{WORDS['infinite']} {WORDS['withoutAll']}" in said(view(page))
    score(view(page, 1), 1)
    assert "You pay −log(1 − 1.00) = ∞." in said(view(page, 1))
    score(view(page, 2), 1)
    assert "You pay −log 1.00 = 0.000 nats." in said(view(page, 2))
    for k in range(3):
        assert f"(3): ∞ nats. {LOG_2}" in said(view(page, k))
        assert f"{WORDS['infinite']} Without what cost ∞ (1 left) it is 0.000 nats." in said(view(page, k))
    assert "The dearest one costs ∞" in view(page, 3).inner_text()


def test_losses_mean_and_share_are_those_of_python(open_page):
    y_hat = np.round(np.linspace(0.01, 0.99, len(FORECASTS)), 2)
    stored = {name: {"yHat": float(value), "scored": True} for name, value in zip(FORECASTS, y_hat, strict=True)}
    y = np.array([int(one.happened) for one in FORECASTS.values()])
    table = view(open_page(recall.forecasts(), kept=json.dumps(stored)))
    rows = [[cell.inner_text() for cell in row.locator("td").all()] for row in table.locator("tbody tr").all()]
    cost = losses.binary_cross_entropy(y, y_hat)
    assert rows == [[f"{a:.2f}", str(b), f"{c:.3f}"] for a, b, c in zip(y_hat, y, cost, strict=True)]
    assert f"({len(y)}): {cost.mean():.3f} nats." in table.inner_text()
    assert f"pays {100 * cost.max() / cost.sum():.0f} % of the sum" in table.inner_text()
    space = {"np": np}
    exec(table.locator("pre").inner_text(), space)
    assert space["y"].tolist() == y.tolist() and space["y_hat"].tolist() == y_hat.tolist()


def test_the_functions_of_the_script_agree_with_python_to_the_last_digits(open_page):
    page = open_page(recall.forecasts())
    code = module("recall/forecasts.js").replace(EXPORT, "")
    y_hat = [k / 100 for k in range(101)]
    both = page.evaluate(PRICES, [code, y_hat])
    for y, found in enumerate(both):
        wanted = losses.binary_cross_entropy(np.full(101, y), y_hat)
        found = [float(text.replace("Infinity", "inf")) for text in found]
        np.testing.assert_allclose(found[:101], wanted, rtol=1e-15)
        assert found[101] == wanted.mean() == math.inf
        np.testing.assert_allclose(found[102], wanted[np.isfinite(wanted)].mean(), rtol=1e-14)


def test_the_table_puts_what_is_not_scored_last_and_says_nothing_of_it(open_page):
    stored = {TRUE[0]: {"yHat": 0.2, "scored": False}, FALSE[3]: {"yHat": 0.1, "scored": True}}
    table = view(open_page(recall.forecasts(), kept=json.dumps(stored)))
    heads = table.get_by_role("columnheader").all_inner_texts()
    assert heads == WORDS["columns"] and table.locator("caption").inner_text() == WORDS["caption"]
    rows = [row.inner_text().split("\t") for row in table.locator("tbody tr").all()]
    assert rows == [
        [FORECASTS[FALSE[3]].statement, "0.10", "0", "0.105"],
        [FORECASTS[TRUE[0]].statement, "0.20", "–", "–"],
    ]
    assert table.locator("pre").inner_text() == "y = np.array([0])\ny_hat = np.array([0.10])"


def test_the_lines_are_copied_or_where_that_is_refused_selected(open_page):
    stored = json.dumps({TRUE[0]: {"yHat": 0.25, "scored": True}})
    lines = "y = np.array([1])\ny_hat = np.array([0.25])"
    page = open_page(recall.forecasts(), kept=stored, script=CLIPBOARD)
    press(view(page), "Copy")
    expect(view(page).get_by_role("status")).to_have_text(WORDS["copied"])
    assert page.evaluate("() => copied") == lines
    page = open_page(recall.forecasts(), kept=stored, script=NO_CLIPBOARD)
    press(view(page), "Copy")
    expect(view(page).get_by_role("status")).to_have_text(WORDS["selected"])
    assert page.evaluate("() => String(getSelection())").strip() == lines


def test_all_is_forgotten_only_after_a_second_question(open_page):
    page = open_page(recall.forecast(TRUE[0]), recall.forecasts())
    table = view(page, 1)
    assert table.inner_text() == WORDS["none"]
    say(view(page), 0.8)
    press(view(page), "Lock")
    assert WORDS["noneScored"] in table.inner_text()
    press(table, "Forget all forecasts")
    press(table, WORDS["no"])
    assert kept(page) != {}
    press(table, "Forget all forecasts")
    press(table, WORDS["yes"])
    assert kept(page) == {} and table.inner_text() == WORDS["none"]
    assert view(page).get_by_role("slider").is_enabled()
    assert view(page).get_by_role("slider").input_value() == "0.5"
    score(view(page), 0.8)
    assert "−log 0.80 = 0.223 nats" in said(view(page))


def test_what_else_a_page_keeps_takes_no_focus_and_no_question_away(open_page):
    page = open_page(recall.forecasts(), kept=json.dumps({TRUE[0]: {"yHat": 0.5, "scored": True}}))
    press(view(page), "Forget all forecasts")
    page.evaluate("() => dispatchEvent(new StorageEvent('storage', {key: 'another'}))")
    assert page.evaluate("() => document.activeElement.textContent") == WORDS["no"]
    page.evaluate("() => { localStorage.clear(); dispatchEvent(new StorageEvent('storage', {key: null})); }")
    assert view(page).inner_text() == WORDS["none"]


def test_lock_shows_what_is_locked_already_where_no_news_has_come(open_page):
    page = open_page(recall.forecast(TRUE[0]))
    text = json.dumps({TRUE[0]: {"yHat": 0.9, "scored": False}})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    say(view(page), 0.2)
    press(view(page), "Lock")
    assert kept(page)[TRUE[0]]["yHat"] == 0.9
    assert view(page).locator(".forecast-locked").inner_text() == WORDS["locked"].replace("{}", "0.90")


def test_what_makes_no_sense_is_ignored_and_kept(open_page):
    odd = {
        TRUE[0]: {"yHat": 1.5},
        TRUE[1]: "0.5",
        TRUE[2]: None,
        TRUE[3]: {"yHat": "0.5"},
        "of-last-year": {"yHat": 0.5},
    }
    page = open_page(recall.forecast(FALSE[0]), recall.forecasts(), recall.forecast(TRUE[0]), kept=json.dumps(odd))
    assert view(page, 1).inner_text() == WORDS["none"]
    assert view(page, 2).get_by_role("slider").is_enabled()
    score(view(page), 0.5)
    assert kept(page) == odd | {FALSE[0]: {"yHat": 0.5, "scored": True}}
    assert view(page, 1).locator("tbody tr").count() == 1


@pytest.mark.parametrize("how", ["refused", "full"])
def test_where_nothing_can_be_kept_it_lasts_as_long_as_the_page_and_says_so(open_page, how):
    page = open_page(recall.forecast(TRUE[0]), recall.forecasts(), script=REFUSED if how == "refused" else None)
    if how == "full":
        page.evaluate(FULL)
    assert (WORDS["forgets"] in view(page).inner_text()) == (how == "refused")
    score(view(page), 0.5)
    assert "−log 0.50 = 0.693 nats" in said(view(page))
    assert WORDS["forgets"] in view(page).inner_text() and WORDS["forgets"] in view(page, 1).inner_text()
    assert view(page, 1).locator("tbody tr").count() == 1


def test_a_full_storage_loses_nothing_that_was_there_and_no_review(open_page):
    page = open_page(recall.forecast(TRUE[0]), recall.review("01"), kept=json.dumps({FALSE[0]: {"yHat": 0.5}}))
    page.evaluate(FULL)
    score(view(page), 0.5)
    page.locator(".recall-series form:visible").get_by_role("button", name="Show the answer").click()
    page.get_by_role("button", name="Next card").click()
    expect(page.locator(".recall-series").get_by_role("status")).to_contain_text("does not let this page remember")
    assert kept(page) == {FALSE[0]: {"yHat": 0.5}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible_and_fits_a_telephone(open_page, scheme):
    longest = max(FORECASTS, key=lambda name: len(FORECASTS[name].statement))
    page = open_page(
        *(recall.forecast(name) for name in (longest, FALSE[0])),
        recall.forecasts(),
        color_scheme=scheme,
        viewport={"width": 360, "height": 640},
    )
    score(view(page), 0)
    say(view(page, 1), 0.3)
    press(view(page, 1), "Lock")
    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    for button in view(page, 2).get_by_role("button").all():
        assert button.bounding_box()["height"] >= 24


# In JupyterLab, by keyboard, and in two notebooks ---------------------------------------------------------------------

FOCUSED = "() => document.activeElement.textContent"
OPEN = "(path) => jupyterapp.commands.execute('docmanager:open', {path}).then(() => {})"


def test_by_keyboard_in_a_notebook_and_the_next_day_in_it(folder, run_notebook, open_notebook):
    cells = ["from helpers import recall", f'recall.forecast("{FALSE[0]}")', "recall.forecasts()"]
    write_notebook(folder / "forecasts.ipynb", cells)
    with run_notebook("forecasts.ipynb") as notebook:
        one = notebook.cell(1).locator(".forecast")
        one.get_by_role("slider").focus()
        for key in ("End", "ArrowLeft", "ArrowLeft", "ArrowDown"):
            notebook.page.keyboard.press(key)
        assert one.get_by_role("slider").input_value() == "0.97"
        notebook.page.keyboard.press("Tab")
        notebook.page.keyboard.press("Enter")
        assert notebook.page.evaluate(FOCUSED) == WORDS["locked"].replace("{}", "0.97")
        notebook.page.keyboard.press("Shift+Tab")
        notebook.page.keyboard.press("Space")
        assert notebook.page.evaluate(FOCUSED).startswith("Not true: y = 0.")
        assert notebook.sources == cells
        expect(notebook.cell(2).locator("tbody tr")).to_have_count(1)
        notebook.save()
        notebook.end_kernel()
        notebook.page.reload()
        reopened = notebook.page.locator(".forecast")
        expect(reopened.first.locator(".recall-feedback")).to_contain_text("−log(1 − 0.97) = 3.507 nats")
        expect(reopened.last.get_by_role("rowheader")).to_have_text(FORECASTS[FALSE[0]].statement)

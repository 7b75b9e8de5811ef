"""No script of a student's runs in the browser, and what the student wrote is there to be read."""

import pytest
from playwright.sync_api import expect
from test_hostile import HOSTILE, stills, verdicts

SHORT = {name: text for name, text in HOSTILE.items() if len(text) < 1000}
PAGE = '<!doctype html><meta charset="utf-8"><title>Hostile</title><body>{}</body>'


@pytest.fixture(scope="module")
def page_of_all(tmp_path_factory):
    parts = [bundle["text/html"] for text in SHORT.values() for bundle in stills(text)]
    cards = [verdict._repr_html_() for text in SHORT.values() for verdict in verdicts(text)]
    path = tmp_path_factory.mktemp("hostile") / "Ü & <b> $x$ page.html"
    path.write_text(PAGE.format("\n".join(cards + parts)), encoding="utf-8")
    return path


@pytest.mark.filterwarnings("ignore:Glyph")
def test_no_script_of_a_student_runs(new_page, page_of_all):
    page = new_page()
    page.goto(page_of_all.as_uri())
    expect(page.locator(".explorable").first).to_be_visible()
    assert page.locator(".explorable").count() == len(SHORT)
    for radio in page.locator(".explorable input[type=radio]").all():
        radio.check(force=True)
    page.evaluate("() => document.querySelectorAll('*').forEach((e) => e.dispatchEvent(new Event('mouseover')))")
    assert page.evaluate("() => window.pwned") is None
    assert page.locator("img[src=x], b, [onmouseover], [onerror]").count() == 0
    for text in ("<script>window.pwned = 1</script>", "<img src=x onerror='window.pwned = 1'>", "$x^2$ and \\(y\\)"):
        expect(page.get_by_text(f"It says {text}").first).to_be_attached()
        assert page.locator("[role=group]").filter(has_text=text).count() > 3

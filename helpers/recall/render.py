"""A card as HTML (TeX left for MathJax) and as plain text. The data file has $TeX$, `code`, *emphasis*, blank lines."""

import html
import re
import tomllib

from .. import page
from .cards import WORDS, show_number

TEX = tomllib.loads(page.read("recall/tex.toml"))["rules"]
MATHS = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
LETTERS = "ABCDEFGH"
WANTED = WORDS["wanted"]


def to_html(text):
    """HTML of a card's text, its mathematics between \\( \\) and \\[ \\], which every MathJax understands.

    Beside it stands the same in plain Unicode, which cards.css shows as long as nothing has typeset the mathematics.
    """
    text = MATHS.sub(_mathematics, html.escape(text.strip(), quote=False))
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"(?<![\w*\\])\*([^*\s][^*]*)\*(?![\w*])", r"<em>\1</em>", text)
    return "".join(f"<p>{paragraph}</p>" for paragraph in re.split(r"\n\s*\n", text))


def _mathematics(match):
    tex, marks = (match[1], "[]") if match[1] else (match[2], "()")
    plain = html.escape(tex_to_text(html.unescape(tex)))
    return f'<span class="tex" data-text="{plain}"><span>\\{marks[0]}{tex}\\{marks[1]}</span></span>'


def to_text(text):
    """The same in plain Unicode: mathematics read from the table TEX, no markup."""
    text = MATHS.sub(lambda m: tex_to_text(m[1] or m[2]), text.strip())
    text = re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])", r"\1", text.replace("`", ""))
    return "\n".join(" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))


def tex_to_text(tex):
    """One piece of TeX in plain Unicode."""
    tex = " ".join(tex.split())
    for pattern, replacement in TEX:
        tex = re.sub(pattern, replacement, tex)
    return " ".join(tex.split())


def inline(text):
    """HTML of a text of one paragraph, without the paragraph."""
    return to_html(text).removeprefix("<p>").removesuffix("</p>")


def link(notebook, section, linked=True):
    """A link to a section of a notebook, with JupyterLab's anchor. Not linked, it is its words alone."""
    words = f"Notebook {notebook[:2]}, “{html.escape(section)}”"
    target = html.escape(f"{notebook}.ipynb#{section.replace(' ', '-')}")
    return f'<a href="{target}" target="_blank" rel="noopener">{words}</a>' if linked else words


def back(card, linked=True):
    """The line that leads back to where a card's subject is explained."""
    return f'<p data-say="back">Go back to: {link(card.notebook, card.section, linked)}</p>'


# A card without a kernel


def card_html(card):
    """The question, and its answer folded away."""
    answer = f'<details><summary>Answer</summary><div data-say="answer">{answer_html(card)}</div></details>'
    return f'<div class="recall">{question_html(card)}{answer}</div>'


def question_html(card):
    """The question and its options."""
    return to_html(card.question) + options_html(card)


def card_text(card):
    """The question and its options in plain text, without the answer."""
    options = [] if card.kind in ("number", "text") else [to_text(option.answer) for option in card.options]
    lines = [f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=False)]
    wanted = [WANTED[card.kind]] if card.kind in WANTED else []
    return "\n".join([to_text(card.question), *wanted, *lines])


def answer_html(card, linked=True):
    """Answer, explanation, the slip behind each wrong option, and the section to go back to."""
    explanation = f'<div data-say="explanation">{to_html(card.explanation)}</div>'
    return f"{_right_html(card)}{explanation}{_slips_html(card)}{back(card, linked)}"


def options_html(card):
    """The options with letters, and how many may be chosen; nothing where a number or a text is asked for."""
    if card.kind in ("number", "text"):
        return ""
    rows = zip(LETTERS, card.options, strict=False)
    options = "".join(_option_html(f"{letter}. {inline(option.answer)}") for letter, option in rows)
    return f"<p>{WANTED[card.kind]}</p>{options}" if card.kind in WANTED else options


def _option_html(words):
    return f'<div class="recall-option"><span>{words}</span></div>'


def words_html(card):
    """What only a living card says: the slips of its right options, and the points of a text to compare with."""
    right = card.right if card.kind == "text" else card.options
    slips = {k: option.slip for k, option in enumerate(right) if option in card.right and option.slip}
    said = [f'<div data-say="slip-{k}">{to_html(slip)}</div>' for k, slip in slips.items()]
    if card.kind == "text":
        points = "".join(_option_html(inline(point.answer)) for point in card.right)
        said += [f'<div data-say="compare"><p>{WANTED["compare"]}</p></div>', f'<div data-say="points">{points}</div>']
    return f'<div class="recall-words">{"".join(said)}</div>'


def _right_html(card):
    if card.kind == "text":
        return f'<div data-say="model">{to_html(card.model)}</div>'
    if card.kind == "order":
        return "<ol>" + "".join(f"<li>{inline(step.answer)}</li>" for step in card.right) + "</ol>"
    if card.kind == "number":
        return f"<p><strong>{card.answer}</strong></p>"
    lines = (f"<p><strong>{_name(card, option)}</strong>: {inline(option.answer)}</p>" for option in card.right)
    return "".join(sorted(lines))


def _slips_html(card):
    if not card.wrong:
        return ""
    places = card.wrong if card.kind == "number" else card.options
    slips = sorted((places.index(option), option) for option in card.wrong)
    items = [f'<li>{_name(card, o)}: <span data-say="slip-{k}">{inline(o.slip)}</span></li>' for k, o in slips]
    return f"<p>The other answers:</p><ul>{''.join(items)}</ul>"


def _name(card, option):
    if card.kind == "number":
        return show_number(option.answer, card.decimals)
    return LETTERS[card.options.index(option)]


# A forecast


def forecast_html(forecast):
    """The statement; folded away, whether it happened, and why."""
    said = "True: y = 1." if forecast.happened else "Not true: y = 0."
    outcome = f"<p><strong>{said}</strong> {inline(forecast.why)}</p>"
    return f"{to_html(forecast.statement)}<details><summary>What happened?</summary>{outcome}</details>"


# A concept card


def concept_html(concept):
    """The name; folded away, what it means."""
    summary = f"<summary><strong>{html.escape(concept.name)}</strong></summary>"
    return f'<div class="recall"><details>{summary}{meaning_html(concept)}</details></div>'


def meaning_html(concept, linked=True):
    """Formula, meaning, and links to where the idea is used."""
    uses = [(link(notebook, section, linked), inline(text)) for notebook, section, text in concept.used_in]
    places = "".join(f"<li>{where}: {text}</li>" for where, text in uses)
    return f"{to_html(concept.formula)}{to_html(concept.text)}<p>Where it is used:</p><ul>{places}</ul>"


def concept_text(concept):
    """The same in plain text."""
    places = [f"- Notebook {notebook[:2]}, {section}: {to_text(text)}" for notebook, section, text in concept.used_in]
    lines = [f"{concept.name}: {to_text(concept.formula)}", to_text(concept.text), "Where it is used:"]
    return "\n".join(lines + places)

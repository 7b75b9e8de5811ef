"""A card as HTML (TeX left for MathJax) and as plain text. The data file has $TeX$, `code`, *emphasis*, blank lines."""

import html
import os
import re
import unicodedata

from .cards import show_number

# The TeX that the cards use, as Unicode, for text/plain where nothing is typeset. Applied from top to bottom.
TEX = (
    (r"\\hat ?(?:y|\{y\})", "ŷ"),
    (r"\\hat ?(?:Y|\{Y\})", "Ŷ"),
    (r"_(?:n|\{n\})", "ₙ"),
    (r"_(?:k|\{k\})", "ₖ"),
    (r"_(?:j|\{j\})", "ⱼ"),
    (r"\^\{\\top\}", "ᵀ"),
    (r"\^\{2\}", "²"),
    (r"\^\{(\w)\}", r"^\1"),
    (r"\^\{([^{}]*)\}", r"^(\1)"),
    (r"\\tfrac\{1\}\{2\}", "½"),
    (r"\\tfrac\{1\}\{3\}", "⅓"),
    (r"\\tfrac\{1\}\{4\}", "¼"),
    (r"\\[td]?frac\{(\w+)\}\{(\w+)\}", r"\1/\2"),
    (r"\\[td]?frac\{\\partial ([\\\w]+)\}\{\\partial ([\\\wŷ]+)\}", r"∂\1/∂\2"),
    (r"\\[td]?frac\{(\w+)\}\{([^{}]*)\}", r"\1 / (\2)"),
    (r"\\[td]?frac\{([^{}]*)\}\{([^{}]*)\}", r"(\1) / (\2)"),
    (r"\\partial ?", "∂"),
    (r"\\(log|exp|max)(?![a-z])", r"\1"),
    (r"\\mathrm\{([^{}]*)\}", r"\1"),
    (r"\\infty", "∞"),
    (r"\\sigma", "σ"),
    (r"\\eta", "η"),
    (r"\\ell", "ℓ"),
    (r"\\sum", "Σ"),
    (r"\\prod", "Π"),
    (r"\\mid", "|"),
    (r"\\parallel", "‖"),
    (r"\\cdot", "·"),
    (r"\\approx", "≈"),
    (r"\\leftarrow", "←"),
    (r"\\to(?![a-z])", "→"),
    (r"\\(?:quad|[,;])", " "),
    (r"\\(?:left|right)(?![a-z])", ""),
    (r"\{([^{}]*)\}", r"\1"),
    ("-", "−"),
)
MATHS = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
LETTERS = "ABCDEFGH"


def to_html(text):
    """HTML of a card's text, its mathematics between \\( \\) and \\[ \\], which every MathJax understands."""
    text = MATHS.sub(lambda m: f"\\[{m[1]}\\]" if m[1] else f"\\({m[2]}\\)", html.escape(text.strip(), quote=False))
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"(?<![\w*\\])\*([^*\s][^*]*)\*(?![\w*])", r"<em>\1</em>", text)
    return "".join(f"<p>{paragraph}</p>" for paragraph in re.split(r"\n\s*\n", text))


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
    """A link to a section of a notebook, with the anchor of JupyterLab, or of the site where EXPLORABLE is html. Not
    linked, it is its words alone."""
    words = f"Notebook {notebook[:2]}, “{html.escape(section)}”"
    if not linked:
        return words
    if without_kernel():
        return f'<a href="{notebook}.html#{_site_anchor(section)}">{words}</a>'
    target = html.escape(f"{notebook}.ipynb#{section.replace(' ', '-')}")
    return f'<a href="{target}" target="_blank" rel="noopener">{words}</a>'


def _site_anchor(section):
    """The id that Sphinx makes of a heading: ASCII letters and digits, beginning with a letter."""
    letters = unicodedata.normalize("NFKD", section.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"^[-\d]+|-+$", "", re.sub(r"[^a-z0-9]+", "-", letters))


def without_kernel():
    """Whether the pages being made will have no kernel: the variable EXPLORABLE is html in the environment."""
    return os.environ.get("EXPLORABLE") == "html"


def back(card, linked=True):
    """The line that leads back to where a card's subject is explained."""
    return f"<p>Go back to: {link(card.notebook, card.section, linked)}</p>"


# A card without a kernel


def card_html(card):
    """The question, and its answer folded away."""
    answer = f"<details><summary>Answer</summary>{answer_html(card)}</details>"
    return f'<div class="recall">{question_html(card)}{answer}</div>'


def question_html(card):
    """The question and its options."""
    return to_html(card.question) + options_html(card)


def card_text(card):
    """The question and its options in plain text, without the answer."""
    options = [] if card.kind in ("number", "text") else [to_text(option.answer) for option in card.options]
    lines = [f"{letter}. {option}" for letter, option in zip(LETTERS, options, strict=False)]
    return "\n".join([to_text(card.question), *lines])


def answer_html(card, linked=True):
    """Answer, explanation, the slip behind each wrong option, and the section to go back to."""
    return f"{_right_html(card)}{to_html(card.explanation)}{_slips_html(card)}{back(card, linked)}"


def options_html(card):
    """The options as a list with letters; nothing where a number or a text is asked for."""
    if card.kind in ("number", "text"):
        return ""
    return '<ol type="A">' + "".join(f"<li>{inline(option.answer)}</li>" for option in card.options) + "</ol>"


def _right_html(card):
    if card.kind == "text":
        return to_html(card.model)
    if card.kind == "order":
        return "<ol>" + "".join(f"<li>{inline(step.answer)}</li>" for step in card.right) + "</ol>"
    if card.kind == "number":
        return f"<p><strong>{card.answer}</strong></p>"
    lines = (f"<p><strong>{_name(card, option)}</strong>: {inline(option.answer)}</p>" for option in card.right)
    return "".join(sorted(lines))


def _slips_html(card):
    if not card.wrong:
        return ""
    items = "".join(f"<li>{_name(card, option)}: {inline(option.slip)}</li>" for option in card.wrong)
    return f"<p>The other answers:</p><ul>{items}</ul>"


def _name(card, option):
    if card.kind == "number":
        return show_number(option.answer, card.decimals)
    return LETTERS[card.options.index(option)]


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

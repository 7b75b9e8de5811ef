"""What a check answers: a verdict, and the board of several verdicts, as a card and as plain text."""

import re
from dataclasses import dataclass, field
from html import escape

SIGNS = {"right": "✓", "wrong": "✗", "not attempted": "○"}
COLOURS = {"right": "#0072B2", "wrong": "#D55E00", "not attempted": "#767676"}  # never red against green
MIME = "application/vnd.cross-entropy-course.verdict+json"
OWN_VALUES = "Your own values on this example"
HEAD = '<thead><tr><th scope="col">line</th><th scope="col">code</th><th scope="col">what it made</th></tr></thead>'
ROW = '<tr><th scope="row">{}</th><td style="text-align:left"><code>{}</code><td style="text-align:left">{}</tr>'
LONGEST = 1000
UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
TEX = re.compile(r"\$|\\(?=[(\[])")  # apart from what follows, it begins no formula
CARD = (
    '<div role="group" aria-label="{label}" style="border:1px solid var(--jp-border-color1, #9e9e9e);'
    "border-left:6px solid {colour};border-radius:4px;padding:0.5em 1em;margin:0.25em 0;max-width:48em;"
    "overflow-wrap:anywhere;color:var(--jp-content-font-color1, currentColor);"
    'background:var(--jp-layout-color1, transparent)">{body}</div>'
)


class Shown:
    """What a notebook stores of a verdict or a board: text, HTML, and for programs the name of each mistake."""

    def __repr__(self):
        return str(self)

    def _repr_mimebundle_(self, include=None, exclude=None):
        told = [{"function": v.function, "status": v.status, "mistake": v.misconception} for v in self.verdicts]
        return {"text/plain": str(self), "text/html": self._repr_html_(), MIME: told}


@dataclass(frozen=True, repr=False)
class Verdict(Shown):
    """The judgement of one function.

    ``status`` is "right", "wrong" or "not attempted"; ``misconception`` names the recognised mistake or is None;
    ``message`` says what was tried, what came and what was expected; ``hint`` asks the question that leads there (the
    newest of ``hints``, which grow with repeated failure); ``values`` tells what each line made of the example.
    Not ``fits``: right, but later cells of the notebook cannot work with it. ``nearly``: wrong only at the edges.
    """

    function: str
    status: str
    misconception: str | None = None
    message: str = ""
    hint: str = ""
    hints: tuple = field(default=())
    values: tuple = field(default=())
    fits: bool = True
    nearly: bool = False

    def points(self, most):
        """For grading: all of them, or half where only an edge is missed; else an AssertionError with the verdict."""
        assert self.status == "right" or self.nearly, self
        return most if self.status == "right" else most / 2

    def __post_init__(self):
        tidy = {"message": _plain(self.message), "hint": _plain(self.hint), "hints": tuple(map(_plain, self.hints))}
        tidy["values"] = tuple(type(row)(*map(_plain, row)) for row in self.values)
        for name, text in tidy.items():
            object.__setattr__(self, name, text)

    @property
    def verdicts(self):
        return (self,)

    @property
    def title(self):
        return f"{SIGNS[self.status]} {self.function}: {self.status}"

    def __str__(self):
        values = [f"  line {line}, `{code}`: {made}" if code else f"  {line}" for line, code, made in self.values]
        hints = [f"Hint {n}: {hint}" for n, hint in enumerate(self.hints, 1)]
        lines = [self.title, self.message, *hints, *([f"{OWN_VALUES}:", *values] if values else ())]
        return "\n  ".join(line for line in lines if line)

    @property
    def detail(self):
        """Message and hints as HTML; the hints before the newest are folded."""
        *older, newest = ["", *(f"<p><strong>Hint {n}.</strong> {_inline(h)}</p>" for n, h in enumerate(self.hints, 1))]
        earlier = f"<details><summary>Earlier hints</summary>{''.join(older)}</details>" if any(older) else ""
        return f"<p>{_inline(self.message)}</p>{earlier}{newest}{self._table()}"

    def _table(self):
        rows = "".join(ROW.format(*map(_text, value)) for value in self.values)
        table = f"<details><summary>{OWN_VALUES}</summary><table>{HEAD}<tbody>{rows}</tbody></table></details>"
        return table if rows else ""

    def _repr_html_(self):
        return _card(self.title, self.status, self.detail)


def verdict(function, status, text, misconception=None):
    """A verdict from a text of ``words.toml``, in which a hint may stand after " | "."""
    message, _, hint = text.partition(" | ")
    return Verdict(function, status, misconception, message, hint, (hint,) if hint else ())


@dataclass(frozen=True, repr=False)
class Board(Shown):
    """The verdicts of several functions, in the order in which to write them; ``first`` is the one to mend."""

    verdicts: tuple

    @property
    def first(self):
        waiting = (lambda v: v.status == "wrong", lambda v: v.status != "right", lambda v: not v.fits)
        return next((v for waits in waiting for v in self.verdicts if waits(v)), None)

    @property
    def title(self):
        return f"{sum(v.status == 'right' for v in self.verdicts)} of {len(self.verdicts)} functions right"

    @property
    def next_step(self):
        if self.first is None:
            return "All done."
        return f"{'Write' if self.first.status == 'not attempted' else 'Mend'} this first: {self.first.function}."

    def __str__(self):
        detail = str(self.first).split("\n  ")[1:] if self.first else []
        return "\n  ".join([self.title, *(v.title for v in self.verdicts), self.next_step, *detail])

    def _repr_html_(self):
        items = "".join(f"<li>{escape(v.title)}</li>" for v in self.verdicts)
        status, detail = (self.first.status, self.first.detail) if self.first else ("right", "")
        return _card(self.title, status, f"<ul>{items}</ul><p><strong>{escape(self.next_step)}</strong></p>{detail}")


def _card(title, status, body):
    heading = f'<p role="heading" aria-level="3"><strong>{escape(title)}</strong></p>'
    return CARD.format(label=escape(title, quote=True), colour=COLOURS[status], body=heading + body)


def _plain(text):
    """Text with an end, in which nothing colours a terminal, turns a line round or cannot be written."""
    text = text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
    return UNSEEN.sub(lambda unseen: ascii(unseen[0])[1:-1], text)


def _text(text):
    return TEX.sub(r"<span>\g<0></span>", escape(text))


def _inline(text):
    """Escaped text, with `code` in backquotes set as code."""
    pieces = _text(text).split("`")
    return "".join(f"<code>{piece}</code>" if n % 2 else piece for n, piece in enumerate(pieces))

"""The student's own values: what each line of a function made of the example that failed.

The function runs once more, traced, in the sandbox. Only lines whose source is at hand are told, and only what the
student's code made: other functions of the exercise are one call. A line that runs again and again is told for its
first two turns and its last; of a line's expressions those are told that can be computed twice without harm.
"""

import ast
import contextlib
import functools
import linecache
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

from .report import numbers
from .sandbox import TimeIsUp, call, code_of, isolated, runs_unasked
from .words import VOCABULARY

MOST, SECONDS, LONGEST = 12, 0.05, 100
SIMPLE = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Return, ast.Expr)
TOLD = (ast.BinOp, ast.Call, ast.Subscript, ast.UnaryOp)
NEVER_TWICE = (
    ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.NamedExpr, ast.Yield, ast.Await,
)  # fmt: skip
HARMLESS = {len, abs, float, int, sum, min, max, range, round, isinstance}
METHODS = {"mean", "sum", "dot", "max", "min", "reshape", "ravel", "flatten", "astype", "transpose", "copy", "clip"}
OURS = str(Path(__file__).parents[1])


class Value(NamedTuple):
    """One row: the line (and its turn), its code, what it made."""

    line: str
    code: str
    made: str


def own_values(function, args, stand_ins):
    """Return ``(rows, shapes)``: at most 12 rows, and a sentence on the first line where shapes grew or did not fit."""
    code = code_of(function)
    lines = linecache.getlines(code.co_filename) if code else ()
    if not lines or code.co_filename.startswith(OURS):
        return (), ""
    recorder, copy = Recorder(code, lines), isolated(function, stand_ins)

    def traced(*given):
        before, recorder.deadline = sys.gettrace(), time.monotonic() + SECONDS
        sys.settrace(recorder)
        try:
            return copy(*given)
        finally:
            sys.settrace(before)

    call(traced, args, 2 * SECONDS, patience=0.01)
    return recorder.rows(), recorder.shapes


class Recorder:
    """A trace function: notes what the lines of one file make, and stops what runs for too long."""

    def __init__(self, code, lines):
        self.file, self.lines, self.statements = code.co_filename, lines, _statements(code, "".join(lines))
        self.notes, self.turns, self.open, self.looked, self.raised, self.shapes = [], {}, {}, set(), None, ""

    def __call__(self, frame, event, arg):
        code = frame.f_code
        if code.co_filename != self.file or (self.open and code.co_name.startswith("<")):
            return None if runs_unasked(code) else self.clock
        self.open[frame] = None, _shown(frame.f_locals)
        return self.step

    def clock(self, frame, event, arg):
        if time.monotonic() > self.deadline:
            raise TimeIsUp
        return self.clock

    def step(self, frame, event, arg):
        self.clock(frame, event, arg)
        line, before = self.open[frame]
        now = _shown(frame.f_locals)
        if line:
            named = _targets(self.statements.get(line))
            new = (f"{name} = {text}" for name, text in now.items() if name in named or before.get(name) != text)
            self.note(line, "; ".join(new))
        self.open[frame] = frame.f_lineno, now
        if event == "exception":
            self.raised = frame.f_lineno, f"{arg[0].__name__}: {arg[1]}"
        elif event == "line":
            self.raised = None
            if frame.f_lineno not in self.looked:
                self.looked.add(frame.f_lineno)
                self.look_inside(self.statements.get(frame.f_lineno), {**frame.f_globals, **frame.f_locals})
        elif event == "return" and not self.raised:
            self.note(frame.f_lineno, f"returns {_text(arg)}")
        return self.step

    def note(self, line, made):
        statement = self.statements.get(line)
        line = statement.lineno if statement else line
        made = made or ("nothing new" if isinstance(statement, ast.Expr) else "")
        turn = self.turns[line] = self.turns.get(line, 0) + (not made.startswith("returns"))
        if made:
            self.notes.append((line, turn, self.code_at(statement, line), made))

    def code_at(self, node, line):
        """The source of a node, or of a line where there is none."""
        if node is None:
            return self.lines[line - 1]
        first, *more = self.lines[node.lineno - 1 : node.end_lineno]
        start, end = node.col_offset, None if more else node.end_col_offset
        return "".join([first.encode()[start:end].decode(), *more])

    def look_inside(self, statement, space):
        """Note what the expressions of a line make, before the line itself runs."""
        for node in filter(lambda node: _harmless(node, space), _expressions(getattr(statement, "value", None))):
            code, made = self.code_at(node, node.lineno), None
            with contextlib.suppress(Exception):
                made = _evaluated(node, space)
            if isinstance(node, ast.BinOp) and not self.shapes:
                sides = [np.shape(_evaluated(side, space)) for side in (node.left, node.right)]
                self.shapes = _shapes(node, code, made, *sides)
            if made is None:
                return
            if node is not statement.value and _text(made):
                self.notes.append((statement.lineno, 0, code, _text(made)))

    def rows(self):
        """The rows in the order in which they came: expressions and second turns go first where there are too many."""
        last = self.turns
        notes = [note for note in self.notes if note[1] < 3 or note[1] == last[note[0]]]
        for spare in (lambda turn, line: turn == 0, lambda turn, line: 1 < turn < last[line]):
            if len(notes) > MOST - 1:
                notes = [note for note in notes if not spare(note[1], note[0])]
        if self.raised:
            line, what = self.raised
            notes.append((line, 1, self.code_at(self.statements.get(line), line), what))
        if len(notes) > MOST:
            notes = [*notes[: MOST // 2], ("…", 0, "", ""), *notes[1 - MOST // 2 :]]
        return tuple(
            Value(f"{line}{f', turn {turn}' if turn > 1 else ''}", _cut(code), _cut(made))
            for line, turn, code, made in notes
        )


def _shapes(node, code, made, left, right):
    """Tell of an operation that made more numbers than either side has, or that could not be done."""
    if not left or not right:
        return ""
    if made is not None and (isinstance(node.op, ast.MatMult) or np.shape(made) in (left, right)):
        return ""
    frame = VOCABULARY.sentences["not_fitting" if made is None else "grown"]
    return frame.format(line=node.lineno, code=code, left=left, right=right, made=np.shape(made))


def _cut(text):
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


@functools.lru_cache(maxsize=8)
def _nodes(source):
    with contextlib.suppress(SyntaxError):
        return tuple(node for node in ast.walk(ast.parse(source)) if isinstance(node, (*SIMPLE, ast.Lambda)))
    return ()


def _statements(code, source):
    """The simple statement that stands on each line; of a lambda what it returns."""
    nodes = _nodes(source)
    simple = [node for node in nodes if isinstance(node, SIMPLE)]
    if code.co_name == "<lambda>":
        places = {(line, column) for line, _, column, _ in code.co_positions()}
        bodies = [node.body for node in nodes if isinstance(node, ast.Lambda)]
        bodies = [body for body in bodies if (body.lineno, body.col_offset) in places]
        simple = [ast.copy_location(ast.Return(body), body) for body in bodies]
    return {line: node for node in simple for line in range(node.lineno, node.end_lineno + 1)}


def _targets(statement):
    """The names to which a statement assigns."""
    whole = getattr(statement, "targets", [getattr(statement, "target", None)])
    return {node.id for target in whole if target for node in ast.walk(target) if isinstance(node, ast.Name)}


def _expressions(node):
    """The expressions within an expression, and itself, in the order in which Python computes them."""
    if node is None or isinstance(node, NEVER_TWICE):
        return
    for inner in ast.iter_child_nodes(node):
        yield from _expressions(inner)
    if isinstance(node, TOLD) and not isinstance(getattr(node, "operand", None), ast.Constant):
        yield node


def _evaluated(node, space):
    return eval(compile(ast.Expression(node), "<again>", "eval"), space)


def _harmless(node, space):
    """May the expression be computed twice? Yes, when it calls nothing but NumPy and a few other functions."""
    inner = list(ast.walk(node))
    if any(isinstance(part, NEVER_TWICE) or getattr(part, "arg", "") == "out" for part in inner):
        return False
    try:
        return all(_may_be_called(_evaluated(part.func, space)) for part in inner if isinstance(part, ast.Call))
    except Exception:
        return False


def _may_be_called(function):
    if isinstance(getattr(function, "__self__", None), np.ndarray | np.generic):
        return function.__name__ in METHODS
    home = getattr(function, "__module__", "") or ""
    known = isinstance(function, np.ufunc) or home in ("math", "numpy", "numpy.linalg", "helpers.checks.judge")
    return known or (isinstance(function, type | type(len)) and function in HARMLESS)


def _shown(variables):
    return {name: text for name, value in list(variables.items()) if (text := _text(value))}


def _text(value):
    """A value in short, with shape and type where it is an array; nothing for functions and modules."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return f"{_short(value)}, shape {value.shape}, {value.dtype}" if value.ndim else _short(value)
    if isinstance(value, bool | int | float | np.number | np.bool_):
        return _short(value)
    if isinstance(value, list) and value:
        with contextlib.suppress(Exception):
            return f"{_short(value)}, a list of {len(value)}"
    if isinstance(value, tuple):
        return "; ".join(_text(item) or "…" for item in value[:4])
    if value is None or isinstance(value, list):
        return f"{value}"
    return "" if callable(value) or isinstance(value, type(np)) else f"a {type(value).__name__}"


def _short(value):
    text = numbers(value).split(" of shape")[0]
    return text if len(text) <= LONGEST // 2 else f"{text[: LONGEST // 2]}…"

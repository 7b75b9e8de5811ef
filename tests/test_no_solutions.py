"""The solutions of the graded functions are not in plain sight: not in what students get or can import."""

import ast
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

import helpers
from helpers import losses
from helpers.perceptron import gradient_descent
from tools import edition, notebooks

ROOT = Path(__file__).resolve().parent.parent
READ = (".ipynb", ".md", ".py", ".toml")
GUIDE = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
HANDED_OUT = {name: data.decode() for name, data in edition.handed_out().items() if name.endswith(READ)}

# What stays, with the reason. INSTRUCTORS.md names the same functions.
ALLOWED = {
    losses.sigmoid: "notebooks 1 to 3 teach and use it before the exercise asks for it",
    losses._sigmoid: "the inside of losses.sigmoid",
    losses.softmax: "notebook 5 compares with it",
    losses.one_hot: "notebook 5 compares with it",
    gradient_descent: "the notebook goes on with it where train is not ready; it returns more than train does",
}
ALLOWED_LINES = {
    "perceptron.py: X.T @ grad_z / len(y)": "the course's own descent",
    "losses.py: np.exp(-np.abs(z))": "the power that never overflows, in losses.sigmoid",
    "cards.toml: w - learning_rate * grad_w": "the step that the exercise writes as a formula, asked for after it",
}


# ---------------------------------------------------------------- the solutions


def solution_cells():
    for path in notebooks.find_instructor_notebooks():
        for cell in notebooks.read(path).cells:
            if cell.metadata.get("nbgrader", {}).get("solution"):
                yield cell.source


SOLUTIONS = "\n\n".join(["import numpy as np", *solution_cells()])
FUNCTIONS = {node.name: node for node in ast.parse(SOLUTIONS).body if isinstance(node, ast.FunctionDef)}
WORLD = {}
exec(SOLUTIONS, WORLD)


def test_the_solutions_are_found():
    expected = {"sigmoid", "forward", "bce_loss", "gradients", "train", "one_hot", "softmax", "cce_loss", "cce_grad_z"}
    assert FUNCTIONS.keys() == expected | {"calibration_table"}
    found = {kind: sum(name.endswith(kind) for name in HANDED_OUT) for kind in READ}
    assert found[".ipynb"] >= 6 and found[".py"] > 25 and found[".md"] >= 2 and found[".toml"] >= 2


# ---------------------------------------------------------------- no function that is an answer

Z, X, Y_HAT = np.array([[0.3, -1.0, 2.0], [1.0, 0.5, -0.7]]), np.array([[1.0, 2.0], [-0.5, 0.3]]), [0.8, 0.3]
ROWS, ONE_HOT = np.array([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]]), np.array([[0, 1, 0], [1, 0, 0]])
PROBES = {
    "sigmoid": (Z,),
    "forward": (X, np.array([0.5, -1.0]), 0.25),
    "bce_loss": (np.array([1, 0]), np.array(Y_HAT)),
    "gradients": (X, np.array([1, 0]), np.array(Y_HAT)),
    "train": (X, np.array([1, 0]), 0.5, 3),
    "one_hot": (np.array([2, 0]), 3),
    "softmax": (Z,),
    "cce_loss": (ONE_HOT, ROWS),
    "cce_grad_z": (ONE_HOT, ROWS),
    "calibration_table": (np.array([1, 0]), np.array(Y_HAT), np.array([0, 0.5, 1])),
}


def modules():
    names = [module.name for module in pkgutil.walk_packages(helpers.__path__, "helpers.")]
    return [helpers, *map(importlib.import_module, names)]


def callables():
    """Every function and method of helpers, private ones too, but those that by their names return a widget."""
    spaces = [space for module in modules() for space in (module, *filter(inspect.isclass, vars(module).values()))]
    functions = [each for space in spaces for each in vars(space).values() if inspect.isfunction(each)]
    return {each for each in functions if each.__module__.startswith("helpers") and "explore_" not in each.__name__}


def same(got, want):
    """Equal parts, in the order of the contract; more parts after them are no disguise."""
    if isinstance(want, tuple):
        return isinstance(got, tuple) and all(map(same, got, want)) and len(got) >= len(want)
    got, want = np.asarray(got, dtype=float), np.asarray(want, dtype=float)
    return got.shape == want.shape and np.allclose(got, want)


def answers(function, name):
    """Does the function give what the solution gives, called as the exercise says?"""
    try:
        inspect.signature(function).bind(*PROBES[name])
        return same(function(*PROBES[name]), WORLD[name](*PROBES[name]))
    except Exception:
        return False


def test_every_solution_answers_its_probe():
    assert all(answers(WORLD[name], name) for name in FUNCTIONS)
    assert not any(answers(WORLD[name], other) for name in FUNCTIONS for other in FUNCTIONS if name != other)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_name_of_an_exercise_can_be_imported(name):
    found = [(module.__name__, getattr(module, name)) for module in modules() if hasattr(module, name)]
    assert [place for place, value in found if callable(value) and value not in ALLOWED] == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_of_helpers_is_an_answer(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where a function that writes does no harm
    found = callables()
    assert len(found) > 300
    assert [function for function in found - ALLOWED.keys() if answers(function, name)] == []


def test_what_is_allowed_is_needed_and_said_to_instructors():
    for function in ALLOWED:
        assert any(answers(function, name) for name in FUNCTIONS), function
        assert (
            function.__name__.startswith("_")
            or f"`{function.__module__.removeprefix('helpers.')}.{function.__name__}`" in GUIDE
        )


# ---------------------------------------------------------------- no line of a solution


class Plain(ast.NodeTransformer):
    """`losses.sigmoid(z)` reads as `sigmoid(z)`, so that a prefix hides nothing."""

    def visit_Attribute(self, node):
        self.generic_visit(node)
        known = isinstance(node.value, ast.Name) and node.value.id in {"losses", "helpers", "course"}
        return ast.Name(node.attr, node.ctx) if known else node


def plain(node):
    return ast.unparse(Plain().visit(node))


def parsed(source):
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def expressions(tree):
    return {plain(node) for node in ast.walk(tree) if isinstance(node, ast.expr)}


def telling(node):
    """Whether an expression computes something: two operations or calls, of a solution's own names."""
    work = [each for each in ast.walk(node) if isinstance(each, ast.BinOp | ast.Call | ast.UnaryOp)]
    return len(work) >= 2


def solution_lines():
    """The value of each statement of a solution, however it is spaced, bracketed or called."""
    for function in FUNCTIONS.values():
        for node in ast.walk(function):
            value = getattr(node, "value", None)
            if isinstance(node, ast.stmt) and isinstance(value, ast.expr):
                parts = value.elts if isinstance(value, ast.Tuple) else [value]
                yield from (plain(part) for part in parts if telling(part))


LINES = set(solution_lines())


def code_spans(text):
    """What stands in backquotes or in a fenced block, and what is indented as code."""
    return re.findall(r"```\w*\n(.*?)```", text, re.S) + re.findall(r"`([^`\n]+)`", text)


def texts(tree):
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def shown_code(name, text):
    """All code that a reader of this file finds: cells, code in Markdown and in hints."""
    if name.endswith(".py"):
        return [text, *(span for words in texts(ast.parse(text)) for span in code_spans(words))]
    if not name.endswith(".ipynb"):
        return code_spans(text)
    cells = nbformat.reads(text, as_version=4).cells
    return [part for c in cells for part in ([c.source] if c.cell_type == "code" else code_spans(c.source))]


def lines_given_away(name, text):
    seen = set().union(*(expressions(parsed(source.strip())) for source in shown_code(name, text)))
    return {f"{Path(name).name}: {line}" for line in LINES & seen}


def test_the_solutions_have_lines_to_look_for():
    assert "np.mean(-np.log(p))" in LINES and "sigmoid(X @ w + b)" in LINES and len(LINES) >= 9


def test_the_search_finds_them_where_they_are():
    holders = [ROOT / "tests" / "mistakes_week2.py", *notebooks.find_instructor_notebooks()]
    assert all(lines_given_away(path.name, path.read_text(encoding="utf-8")) for path in holders)


@pytest.mark.parametrize("name", HANDED_OUT)
def test_no_line_of_a_solution_is_shown(name):
    assert lines_given_away(name, HANDED_OUT[name]) <= ALLOWED_LINES.keys()


def test_each_exception_is_needed():
    assert set().union(*map(lines_given_away, HANDED_OUT, HANDED_OUT.values())) == ALLOWED_LINES.keys()


def test_the_search_sees_through_spacing_brackets_prefixes_and_markdown():
    hidden = ("Y = f((sigmoid( X@w+b )))", "t = losses.sigmoid(X @ w + b)", '"""Try `sigmoid(X @ w+b)`."""')
    for source in hidden:
        assert lines_given_away("hidden.py", source) == {"hidden.py: sigmoid(X @ w + b)"}

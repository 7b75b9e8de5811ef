"""Imports in helpers/ point one way, and importing has no effect."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HELPERS = Path(__file__).resolve().parent.parent / "helpers"
MODULES = sorted(HELPERS.rglob("*.py"))

# which other helpers a helper may import
ALLOWED = {
    "losses": set(),
    "plots": set(),
    "data": set(),
    "page": set(),
    "explorable": {"page"},
    "perceptron": {"losses"},
    "checks": {"losses"},
    "recall": {"losses", "page"},
    "explore": {"explorable", "plots", "losses", "perceptron", "data"},
}
NUMPY_ONLY = {"losses"}


def helper_of(path):
    """helpers/losses.py and helpers/explore/definition.py belong to the helpers losses and explore."""
    return path.relative_to(HELPERS).with_suffix("").parts[0]


def package_of(path):
    return ("helpers", *path.relative_to(HELPERS).parent.parts)


def imported(path):
    """Dotted names of all that a file imports, relative imports made absolute."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            package = package_of(path)[: len(package_of(path)) - node.level + 1] if node.level else ()
            base = ".".join([*package, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def helpers_imported(path):
    names = (name.split(".") for name in imported(path))
    return {name[1] for name in names if name[0] == "helpers" and len(name) > 1} - {helper_of(path)}


def in_helpers(path):
    return str(path.relative_to(HELPERS))


def test_the_helpers_are_found():
    assert {helper_of(path) for path in MODULES} - {"__init__"} >= set(ALLOWED)


@pytest.mark.parametrize("path", MODULES, ids=in_helpers)
def test_imports_point_one_way(path):
    assert helpers_imported(path) <= ALLOWED.get(helper_of(path), set())


@pytest.mark.parametrize("path", [path for path in MODULES if helper_of(path) in NUMPY_ONLY], ids=in_helpers)
def test_losses_import_nothing_but_numpy(path):
    outside = {name.split(".")[0] for name in imported(path)} - {"__future__", "helpers"} - set(sys.stdlib_module_names)
    assert outside == {"numpy"}


HARMLESS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@pytest.mark.parametrize("path", MODULES, ids=in_helpers)
def test_a_module_only_defines(path):
    statements = ast.parse(path.read_text(encoding="utf-8")).body
    assert [ast.unparse(node) for node in statements if not isinstance(node, HARMLESS) and not is_docstring(node)] == []


LOOK = """
import importlib, random, sys, warnings
import numpy as np
import matplotlib as mpl

def state():
    return (np.get_printoptions(), np.geterr(), dict(mpl.rcParams), warnings.filters[:], random.getstate(),
            repr(np.random.get_state()), dict.get(mpl.rcParams, "backend"))

import IPython, ipywidgets, anywidget, matplotlib.pyplot
before = state()
for name in sys.argv[1:]:
    importlib.import_module(name)
assert state() == before, "importing changed a setting"
assert not matplotlib.pyplot.get_fignums(), "importing made a figure"
"""


def test_importing_prints_nothing_and_changes_no_setting():
    names = [".".join(("helpers", *path.relative_to(HELPERS).with_suffix("").parts)) for path in MODULES]
    names = [name.removesuffix(".__init__") for name in names]
    command = [sys.executable, "-W", "error", "-c", LOOK, *names]
    run = subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=HELPERS.parent)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")

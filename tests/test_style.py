"""The code is clean by the rules of pyproject.toml, and functions are short."""

import ast
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HELPERS = sorted((ROOT / "helpers").rglob("*.py"))
LONGEST, MEDIAN = 30, 6


def functions(path):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, kinds)]


def length(function):
    """Lines of the body, without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_ruff_has_nothing_to_say():
    run = subprocess.run([sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", HELPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_is_long(path):
    assert [(f.name, length(f)) for f in functions(path) if length(f) > LONGEST] == []


def test_functions_are_short():
    lengths = [length(function) for path in HELPERS for function in functions(path)]
    assert len(lengths) > 50
    assert statistics.median(lengths) <= MEDIAN

"""The explorables of a notebook in this process, in the order of its cells, to compare pages with."""

import ast
from unittest import mock

from helpers.explorable import Explorable
from tools.pages import without_solutions


def run(source, namespace):
    """Run a cell; return what it would display: the value of its last line, if that is an expression."""
    statements = ast.parse(source).body
    last = statements.pop() if isinstance(statements[-1], ast.Expr) else None
    exec(compile(ast.Module(statements, []), "cell", "exec"), namespace)
    return last and eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)


def explorables(path):
    """With nothing baked, which takes time: to compare, each state is drawn afresh."""
    shown = []
    namespace = {"display": shown.append}
    cells = [cell for cell in without_solutions(path).cells if cell.cell_type == "code"]
    with mock.patch("helpers.explorable.svg_fragments", lambda _, drawings: (["" for _ in drawings], {})):
        for cell in cells:
            shown.append(run(cell.source, namespace))
    return [value for value in shown if isinstance(value, Explorable)]

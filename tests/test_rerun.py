"""Going back works: in a finished notebook, every section run once more says what it said before."""

import re
from itertools import chain, groupby

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from test_notebooks import ONCE, name

from tools import notebooks

SECTION = re.compile(r"## ")


def sections(nb):
    """The code cells' positions, section by section; what stands before the first heading is the first of them."""
    number, numbers = 0, []
    for cell in nb.cells:
        number += cell.cell_type == "markdown" and bool(SECTION.match(cell.source))
        numbers.append(number)
    code = [k for k, cell in enumerate(nb.cells) if cell.cell_type == "code"]
    return [list(group) for _, group in groupby(code, key=lambda k: numbers[k])]


def said(cell):
    """The cell's outputs as text, each with its kind; what one stream says in pieces is one output."""
    by_kind = groupby(cell.outputs, key=lambda output: output.get("name", output.output_type))
    return [(kind, "".join(map(text_of, outputs))) for kind, outputs in by_kind]


def text_of(output):
    return output.get("text") or output.get("data", {}).get("text/plain") or output.get("evalue", "")


def differences(nb, folder):
    """Run the notebook, then every section once more, the last one first; yield each cell that says something else."""
    quiet = ["--log-level=ERROR"]  # not that its ports are unencrypted
    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(nb, timeout=300, allow_errors=True, extra_arguments=quiet, resources=where)
    with client.setup_kernel():
        for k, cell in enumerate(nb.cells):
            client.execute_cell(cell, k)
        before = [said(cell) if cell.cell_type == "code" else None for cell in nb.cells]
        for k in chain.from_iterable(reversed(sections(nb))):
            client.execute_cell(nb.cells[k], k)
            if said(nb.cells[k]) != before[k]:
                yield nb.cells[k].source, before[k], said(nb.cells[k])


@pytest.mark.timeout(300)
@pytest.mark.parametrize("path", ONCE, ids=name)
def test_every_section_can_be_run_again(path):
    nb = notebooks.read(path)
    assert len(sections(nb)) > 3
    assert list(differences(nb, path.parent)) == []


def toy(*sources):
    make = {True: new_markdown_cell, False: new_code_cell}
    return new_notebook(cells=[make[source.startswith("#")](source) for source in sources])


def test_a_name_that_is_taken_again_is_found(tmp_path):
    nb = toy("x = 1", "## One", "print(x)", "print(1 / x)", "## Two", "x = 0\nprint(x)", "## Three", "print('x')")
    assert sections(nb) == [[0], [2, 3], [5], [7]]
    assert list(differences(nb, tmp_path)) == [
        ("print(x)", [("stdout", "1\n")], [("stdout", "0\n")]),
        ("print(1 / x)", [("stdout", "1.0\n")], [("error", "division by zero")]),
    ]

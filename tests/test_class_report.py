"""The page for the lecturer: counts, names, examples that tell not whose they are, nothing that hostile text can do."""

import csv
import io
import json
import os
import re
import time

import numpy as np
import pytest

from helpers import checks
from helpers.checks.verdict import MIME
from helpers.checks.words import VOCABULARY
from tools import class_report, notebook_rules, notebooks

SIGN = "def gradients(X, y, y_hat):\n    '''By Ada Example'''\n    # ada\n    adas = y - y_hat\n    return X.T @ adas\n"
ODD = "<script>alert(1)</script> \u202e \x1b[31m \ud800 é\n"


def said(*verdicts):
    return [{"output_type": "display_data", "metadata": {}, "data": {MIME: list(verdicts), "text/plain": "…"}}]


def verdict(function, status="right", mistake=None):
    return {"function": function, "status": status, "mistake": mistake}


def stored(*cells):
    """A notebook of pairs of source and outputs, as a file."""
    cells = [{"cell_type": "code", "source": source, "outputs": outputs} for source, outputs in cells]
    return json.dumps({"cells": cells, "nbformat": 4}).encode()


WRONG = stored((SIGN, []), ("check", said(verdict("gradients", "wrong", "gradient_sign"))))
STOPPED = "✗ gradients: wrong\n  what came"
CLASS = {
    "ada_example": WRONG,
    "bo": b"\xef\xbb\xbf" + WRONG,
    "right": stored(("", said(verdict("gradients", "wrong", "gradient_sign"), verdict("gradients")))),
    "waits": stored(("", said(verdict("gradients", "not attempted"), verdict("sigmoid")))),
    "alone": stored((SIGN + ODD, said(verdict("gradients", "wrong")))),
    "=stopped": stored(("", [{"output_type": "error", "ename": "AssertionError", "evalue": STOPPED}])),
    "broken": WRONG[:-9],
    "empty": b"",
    "deep": b'{"cells":' + 100_000 * b"[",
    "odd": json.dumps(
        {"cells": [3, {"cell_type": "code", "outputs": [4, {"data": {MIME: [5, {"function": []}]}}]}]}
    ).encode(),
    "liar": stored((ODD, said(verdict("<script>"), verdict("sigmoid", "<b>"), verdict("gradients", "wrong", "<i>")))),
    "long": stored((SIGN + 10**6 * "#", said(verdict("gradients", "wrong", "gradient_sign")))),
}


def handed_in(folder, files=CLASS):
    for who, data in files.items():
        path = folder / "autograded" / who / "exercises" / "04_week2_exercise.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = handed_in(tmp_path_factory.mktemp("grading"))
    assert class_report.main([str(folder)]) == 0
    return [(folder / f"class_report.{kind}").read_text("utf-8-sig") for kind in ("html", "csv")]


def test_each_submission_has_one_line_for_each_function_that_was_set(written):
    rows = list(csv.DictReader(io.StringIO(written[1])))
    of = {row["submission"]: (row["status"], row["mistake"]) for row in rows if row["function"] == "gradients"}
    sign = ("wrong", "gradient_sign")
    assert of == {
        **{"ada_example": sign, "bo": sign, "long": sign, "right": ("right", ""), "waits": ("not attempted", "")},
        **{"alone": ("wrong", ""), "liar": ("wrong", ""), "'=stopped": ("wrong", "")},
        **dict.fromkeys(("broken", "empty", "deep", "odd"), ("not read", "")),
    }
    assert {row["function"] for row in rows} == {"gradients", "sigmoid"}
    assert {row["status"] for row in rows} == {"right", "wrong", "not attempted", "not read"}


def test_the_page_counts_and_names_the_mistake_and_the_section(written):
    text = re.sub(r"<[^>]+>", " ", written[0])
    assert re.search(r"gradients\s+1\s+6\s+1\s+4\s", text) and "gradient_sign" in text
    assert "Each function is judged alone" in text and VOCABULARY.of("gradient_sign", "gradients").says in text
    assert "03_gradient_vs_squared_error: The chain rule, three factors" in text
    assert all(f"{who}: 04_week2_exercise.ipynb" in text for who in ("broken", "empty", "deep"))


def test_an_example_of_code_tells_not_whose_it_is(written):
    examples = re.findall(r"(?s)<pre>(.*?)</pre>", written[0])
    assert examples[0] == "def gradients(X, y, y_hat):\n    …s = y - y_hat\n    return X.T @ …s"


def test_nothing_of_a_submission_becomes_part_of_the_page(written):
    page = written[0]
    assert not re.search("<script|<i>|[\u202a-\u202e\u2066-\u2069\x1b\ud800]|alert\\(1\\)</", page)
    assert len(page) < 20_000 and page.count("<h1>") == 1 and 'lang="en"' in page
    assert page.count("<table>") == page.count("<caption>") > 2 and 'scope="row"' in page


def test_a_mistake_is_found_in_the_words_of_a_check_that_a_hidden_test_stopped():
    wrong = {"sigmoid": lambda z: 1 / (1 + np.exp(z)), "bce_loss": lambda y, p: -np.sum(y * np.log(p))}
    for name, function in {**wrong, "softmax": lambda Z: 3 * checks.TASKS["softmax"].case(Z).S}.items():
        (verdict,) = checks.board({name: function}, [name]).verdicts
        stopped = {"output_type": "error", "ename": "AssertionError", "evalue": str(verdict)}
        assert verdict.misconception and list(class_report.told(stopped)) == [(name, "wrong", verdict.misconception)]


def test_a_board_and_a_verdict_say_in_data_what_they_say_in_words():
    board = checks.board({"sigmoid": abs})
    assert board._repr_mimebundle_()[MIME][0] == verdict("sigmoid", "wrong", board.verdicts[0].misconception)
    assert len(board._repr_mimebundle_()[MIME]) == 5
    (alone,) = checks.check_sigmoid(None)._repr_mimebundle_()[MIME]
    assert alone == verdict("sigmoid", "not attempted")


def test_the_exercises_as_stored_are_read():
    rows, unread = class_report.of_class(notebooks.NOTEBOOKS / "instructor")
    written = [row for row in rows if row.source]
    assert {row.status for row in written} == {"right"} and unread == []
    assert {row.function for row in written} == set(checks.TASKS) and len(written) == len(checks.TASKS)


def test_a_folder_without_notebooks_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no notebook"):
        class_report.main([str(tmp_path)])


def test_every_section_is_a_heading_and_every_mistake_has_words():
    sections = [*class_report.SECTIONS["function"].values(), *(e["section"] for e in class_report.SECTIONS["about"])]
    assert class_report.SECTIONS["function"].keys() == set(class_report.FUNCTIONS)
    for name, heading in sections:
        prose = "\n".join(notebook_rules.prose(notebooks.NOTEBOOKS / f"{name}.ipynb"))
        assert re.search(rf"(?m)^##+ {re.escape(heading)}$", prose), heading
    assert all(m in VOCABULARY.general for entry in class_report.SECTIONS["about"] for m in entry["mistakes"])


@pytest.mark.timeout(20)
def test_what_is_no_file_is_not_read_and_does_not_hold_the_others_up(tmp_path):
    handed_in(tmp_path, {"bo": WRONG})
    os.mkfifo(tmp_path / "autograded" / "pipe.ipynb")
    (tmp_path / "autograded" / "endless.ipynb").symlink_to("/dev/zero")
    rows, unread = class_report.of_class(tmp_path)
    assert unread == ["endless: endless.ipynb: ValueError", "pipe: pipe.ipynb: ValueError"]
    assert [row.mistake for row in rows if row.who == "bo"] == ["gradient_sign"]


def test_three_hundred_submissions_are_read_in_time(tmp_path):
    whole = (notebooks.NOTEBOOKS / "instructor" / "04_week2_exercise.ipynb").read_bytes()
    handed_in(tmp_path, {f"student{n}": whole for n in range(300)})
    begin = time.process_time()
    class_report.main([str(tmp_path)])
    assert time.process_time() - begin < 30

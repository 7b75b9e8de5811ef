"""The scripts of helpers/ and site/ are sound to TypeScript, ESLint and Prettier."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from helpers import page, recall
from tools import javascript

ROOT = Path(__file__).resolve().parent.parent


def checked(script):
    return javascript.run(script, capture_output=True, text=True, timeout=100)


@pytest.mark.parametrize("script", ["types", "lint", "layout"])
def test_the_scripts_are_sound(script):
    done = checked(script)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("types", "\nmake(1);\n"),
        ("lint", "\nif (1 == all) make();\n"),
        ("layout", "\nlet   wide = 1;\n"),
    ],
)
def test_a_fault_is_found(script, fault, tmp_path, monkeypatch):
    for folder in ("helpers", "site", "tools/js"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("node_modules", "*.csv"))
    (tmp_path / "tools" / "js" / "node_modules").symlink_to(javascript.FOLDER / "node_modules")
    monkeypatch.setattr(javascript, "FOLDER", tmp_path / "tools" / "js")
    copy = tmp_path / "helpers" / "page.js"
    copy.write_text(copy.read_text("utf-8") + fault, "utf-8")
    done = checked(script)
    assert done.returncode != 0
    assert "helpers/page.js" in done.stdout + done.stderr


def test_a_page_reads_a_typed_number_as_python_does():
    """Many spaces take no time: each search of them anew for the end took minutes."""
    typed = [
        "4.605",
        " 4,605 NATS",
        "−0.5",
        "∞",
        "-inf",
        "1e-3",
        "2 bits",
        "nats",
        "",
        "$x$",
        "1" + " " * 200_000 + "2",
    ]
    hints = json.dumps({"unit": recall.cards.other_unit("nats"), **recall.cards.HINTS})
    ask = f"for (const text of {json.dumps(typed)}) console.log(String(readNumber(text, {{unit: 'nats'}}, {hints})));"
    script = page.module("recall/cards.js").replace(page.EXPORT, ask)
    node = shutil.which("node", path=javascript.NODE)
    done = subprocess.run([node, "-"], input=script, capture_output=True, text=True, encoding="utf-8", timeout=20)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == list(map(read, typed))


def read(text):
    try:
        return f"{recall.cards.read_number(text, 'nats'):g}".replace("inf", "Infinity")
    except ValueError as error:
        return str(error)

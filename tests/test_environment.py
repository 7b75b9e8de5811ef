"""The ways to install the course agree with one another."""

import json
import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from rattler import MatchSpec

from tools import environment

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
JUPYTER = ROOT / "tools" / "jupyter"
EXTRAS = PROJECT["optional-dependencies"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
LOCKS = {path.stem: path for path in sorted((ROOT / "locks").glob("*.txt"))}
LAB = [*PROJECT["dependencies"], *EXTRAS["lab"]]
TEST = [*LAB, *EXTRAS["test"], *EXTRAS["instructor"], *EXTRAS["anki"], *EXTRAS["site"]]
LITE = [*PROJECT["dependencies"], *EXTRAS["lite"]]
HUB = [*LAB, *EXTRAS["instructor"], *EXTRAS["hub"]]
FLOORS = [*PROJECT["dependencies"], *PYPROJECT["dependency-groups"]["floors"]]
# what `pytest --nbval notebooks` needs, and another front end
CONDA_TOO = [
    each for each in EXTRAS["test"] if Requirement(each).name in ("nbval", "notebook", "pytest", "pytest-timeout")
]


def conda_specs():
    return [spec for spec in CONDA["dependencies"] if isinstance(spec, str)]


# ---------------------------------------------------------------- the wheel


def wheel(folder):
    """The files of the wheel that an installer would build, and what it says of itself."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=100)
    (path,) = folder.iterdir()
    with zipfile.ZipFile(path) as archive:
        (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return set(archive.namelist()), archive.read(metadata).decode()


def test_the_wheel_has_every_file_that_the_package_reads(tmp_path):
    packed, metadata = wheel(tmp_path)
    ours = {str(path.relative_to(ROOT)) for path in (ROOT / "helpers").rglob("*") if path.is_file()}
    ours = {name for name in ours if "__pycache__" not in name}
    read = {
        f"helpers/{name}.js"
        for name in ("page", "player", "table", "recall/cards", "recall/series", "recall/forecasts")
    }
    read |= {"helpers/recall/cards.toml", "helpers/recall/forecasts.toml"}
    read |= {"helpers/course.mplstyle", "helpers/data/challenger_orings.csv", "helpers/data/penguins.csv"}
    assert read <= ours
    assert {name for name in packed if ".dist-info/" not in name} == ours
    assert f"\nName: {PROJECT['name']}\n" in metadata


# ---------------------------------------------------------------- conda, Binder


def test_environment_yml_has_the_names_and_bounds_of_pyproject():
    wanted = {canonicalize_name(Requirement(each).name): Requirement(each).specifier for each in [*LAB, *CONDA_TOO]}
    named = {
        canonicalize_name(Requirement(each).name): each for each in conda_specs() if not each.startswith("python=")
    }
    assert named.pop("pip") == "pip"
    assert {name: Requirement(spec).specifier for name, spec in named.items()} == wanted
    assert CONDA["name"] == PROJECT["name"]


def test_environment_yml_asks_for_a_python_that_the_project_allows():
    assert "python=3.12" in conda_specs()  # repo2docker reads no other form
    assert "3.12" in Requirement(f"python{PROJECT['requires-python']}").specifier


def test_what_lecturers_add_to_conda_is_said_alike_and_is_there():
    said = [
        re.findall(r'pip install -e "\.\[([\w,]+)\]"', (ROOT / name).read_text("utf-8"))
        for name in ("environment.yml", "INSTRUCTORS.md")
    ]
    assert said[0] == said[1] and len(said[0]) == 1
    assert set(said[0][0].split(",")) <= set(EXTRAS)


def test_environment_yml_is_valid_for_conda():
    specs = [MatchSpec(spec) for spec in conda_specs()]
    assert [spec.name.normalized for spec in specs][:2] == ["python", "numpy"]
    assert CONDA["channels"] == ["conda-forge"]
    assert [each for each in CONDA["dependencies"] if not isinstance(each, str)] == [{"pip": ["-e ."]}]


def test_repo2docker_understands_environment_yml():
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert run.returncode == 0, run.stderr[-2000:]
    assert "python=3.12" in run.stdout + run.stderr
    assert re.search(r"env update .*environment\.yml", run.stdout + run.stderr)
    assert "RUN ./postBuild" in run.stdout + run.stderr
    assert (ROOT / "postBuild").read_text("utf-8").endswith("\npython -m tools.edition\n")


# ---------------------------------------------------------------- locks


def locked(name):
    """Requirement for each line of a lock that names one; hashes are left out."""
    found = re.findall(r"(?m)^([A-Za-z0-9][^\\\n]*?)\s*\\$", LOCKS[name].read_text("utf-8"))
    return [Requirement(each) for each in found]


def here(requirements):
    return {
        canonicalize_name(each.name): each for each in requirements if each.marker is None or each.marker.evaluate()
    }


def version(requirement):
    (pin,) = requirement.specifier
    assert pin.operator == "=="
    return pin.version


def test_the_locks_are_found():
    assert set(LOCKS) == {"floors", "hub", "lab", "lite", "test"}
    assert all(len(locked(name)) > 50 for name in LOCKS)


@pytest.mark.parametrize(
    ("name", "requirements"), [("lab", LAB), ("lite", LITE), ("test", TEST), ("floors", FLOORS), ("hub", HUB)]
)
def test_a_lock_is_within_the_bounds(name, requirements):
    pins = here(locked(name))
    for requirement in map(Requirement, requirements):
        assert version(pins[canonicalize_name(requirement.name)]) in requirement.specifier


@pytest.mark.parametrize("requirement", [Requirement(each) for each in PROJECT["dependencies"]], ids=str)
def test_the_floors_are_the_lower_bounds(requirement):
    (lowest,) = (each.version for each in requirement.specifier if each.operator == ">=")
    assert Version(version(here(locked("floors"))[requirement.name])) in SpecifierSet(f"~={lowest}.0")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_the_build_backend(name):
    assert {"hatchling", "editables"} <= set(here(locked(name)))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_names_no_address_or_path(name):
    text = LOCKS[name].read_text("utf-8")
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
    assert len(entries) == len(locked(name))
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", entry) for entry in entries)
    assert not re.search(r"://|index-url|find-links|(^|\s)/\w| @ ", text)


def test_the_test_lock_has_all_of_the_lab_lock():
    """The same versions; the conditions on the platform may be wider where more packages ask."""
    lab, test = ({(each.name, str(each.specifier)) for each in locked(name)} for name in ("lab", "test"))
    assert lab <= test
    assert here(locked("lab")).keys() <= here(locked("test")).keys()


# ---------------------------------------------------------------- tools/environment.py


@pytest.mark.parametrize("old", [(2, 7), (3, 10)])
def test_a_python_that_is_too_old_is_told_so_in_a_sentence(monkeypatch, old):
    monkeypatch.setattr(sys, "version_info", (*old, 0, "final", 0))
    with pytest.raises(
        SystemExit, match=rf"^This course needs Python 3\.11 or newer, and .* is Python {old[0]}\.{old[1]}\."
    ):
        runpy.run_path(str(ROOT / "tools" / "environment.py"))


def test_the_oldest_python_is_that_of_pyproject():
    assert PROJECT["requires-python"] == ">={}.{}".format(*environment.OLDEST)


@pytest.fixture
def checkout(tmp_path):
    """Where this course would lie: in a folder whose name needs quotes."""
    folder = tmp_path / "a földer" / "x"
    (folder / "locks").mkdir(parents=True)
    return folder


@pytest.fixture
def installer(monkeypatch, checkout):
    """tools/environment.py in an empty folder, with what it would do written down instead of done."""
    done = []
    for name in ["pyproject.toml", *(f"locks/{name}.txt" for name in LOCKS)]:
        (checkout / name).write_text(name, "utf-8")
    monkeypatch.setattr(environment, "ROOT", checkout)
    monkeypatch.setattr(environment, "is_usable", lambda name: environment.folder(name).exists())
    monkeypatch.setattr(environment, "pip", lambda name, *arguments: done.append(arguments[0]))
    monkeypatch.setattr(environment.venv, "create", lambda path, **how: (path.mkdir(), done.append(path.name)))
    return done


def installs(done, name):
    done.clear()
    environment.main(name)
    return list(done)


INSTALL = ["--require-hashes", "--no-deps"]


def test_the_environment_is_installed_once(installer):
    assert installs(installer, "lab") == [".venv", *INSTALL]
    assert installs(installer, "lab") == []
    assert installs(installer, "test") == INSTALL
    assert installs(installer, "test") == []
    assert installs(installer, "lab") == []


def test_what_comes_after_the_name_is_for_the_python_of_the_environment(installer, monkeypatch, tmp_path):
    monkeypatch.setattr(environment, "python", lambda name: sys.executable)
    program = tmp_path / "program.py"
    program.write_text("import os, sys; print(os.getcwd()); sys.exit(int(sys.argv[1]))", "utf-8")
    assert environment.main("test", str(program), "0") == 0
    assert environment.main("test", str(program), "7") == 7


@pytest.mark.parametrize("name", ["lite", "floors", "hub"])
def test_what_does_not_go_together_has_an_environment_of_its_own(installer, name):
    installs(installer, "test")
    assert installs(installer, name) == [f".venv-{name}", *INSTALL]
    assert installs(installer, name) == []
    assert installs(installer, "test") == []


@pytest.mark.parametrize("changed", ["pyproject.toml", "locks/test.txt"])
def test_a_change_of_what_is_wanted_installs_again(installer, checkout, changed):
    installs(installer, "test")
    (checkout / changed).write_text("changed", "utf-8")
    assert installs(installer, "test") == INSTALL


def test_an_installation_that_broke_off_is_done_again(installer, monkeypatch):
    def break_off(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as context, pytest.raises(KeyboardInterrupt):
        context.setattr(environment, "pip", break_off)
        environment.main("test")
    assert installs(installer, "test") == INSTALL


def test_a_python_without_ensurepip_is_told_what_to_install(installer, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit, match=r"^.+ cannot make an environment\. On Debian .* python3-venv\.$"):
        environment.main("lab")
    assert installer == []


AGAIN = "The same command begins it again."


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyboardInterrupt(), f"was interrupted. {AGAIN}"),
        (subprocess.CalledProcessError(1, "pip"), f"stopped; the lines above say why. {AGAIN}"),
        (PermissionError(13, "Permission denied", ".venv"), "stopped: [Errno 13] Permission denied: '.venv'"),
    ],
)
def test_an_installation_that_fails_ends_with_a_sentence(installer, monkeypatch, checkout, error, words):
    def fail(path, **how):
        raise error

    monkeypatch.setattr(venv, "create", fail)
    monkeypatch.setattr(sys, "argv", ["environment.py", "lab"])
    copy = shutil.copy(environment.__file__, checkout / "locks")  # in a folder without .venv beside it
    with pytest.raises(SystemExit) as end:
        runpy.run_path(copy, run_name="__main__")
    assert end.value.code == f"The installation {words}"


# ---------------------------------------------------------------- the Makefile

FAKE = """#!/bin/sh
printf '%s\\n' "$*" >> "$(dirname "$0")/said"
"""
TARGETS = ["lab", "test", "notebooks", "site", "bench", "wheel", "edition-repo", "lock"]


@pytest.mark.parametrize("target", TARGETS)
def test_make_works_with_a_path_that_has_a_space(checkout, target):
    """With programs that only note what they were asked."""
    program = checkout / "a program"
    program.write_text(FAKE, "utf-8")
    program.chmod(0o755)
    shutil.copy(ROOT / "Makefile", checkout)
    command = ["make", target, *(f"{name}={program}" for name in ("PYTHON", "VENV_PYTHON", "UV"))]
    run = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stderr) == (0, "")
    assert len((checkout / "said").read_text("utf-8").splitlines()) > 1


# ---------------------------------------------------------------- what a reader is told


def test_the_readme_is_short_and_names_the_two_commands():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert len(readme.splitlines()) <= 90
    assert "\nmake lab\n" in readme
    assert "\nmake test\n" in readme


def test_the_readme_links_to_every_student_notebook_and_to_nothing_that_is_not_there():
    links = re.findall(r"\]\(([^)#]+)", (ROOT / "README.md").read_text("utf-8"))
    local = {link for link in links if "://" not in link}
    assert {str(path.relative_to(ROOT)) for path in (ROOT / "notebooks").glob("*.ipynb")} <= local
    assert [link for link in sorted(local) if not (ROOT / link).exists()] == []


def test_ci_runs_what_the_readme_says():
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-2:] == ["make test-floors", "make test"]


# ---------------------------------------------------------------- make lab


def said_until_ready(process):
    """What JupyterLab says, up to its address."""
    said = []
    for line in process.stdout:
        said.append(line)
        if "?token=" in line:
            break
    return "".join(said)


@pytest.mark.parametrize(("which", "first"), [("student", "01_definition"), ("lecturer", "notebooks/01_definition")])
def test_make_lab_opens_the_first_notebook_and_passes_arguments_on(tmp_path, which, first):
    """In a container too, where the user is often root."""
    arguments = "ARGS=--no-browser --port=9700 --ServerApp.base_url=/course/"
    own = [f"EDITION={which}", f"COURSE={tmp_path / 'my course'}"]
    command = [
        "make",
        "lab",
        *own,
        "PYTHON=true",
        f"VENV_PYTHON={sys.executable}",
        arguments,
    ]  # everything is installed
    how = {
        "cwd": ROOT,
        "env": os.environ | {"HOME": str(tmp_path)},
        "stdout": subprocess.PIPE,
        "start_new_session": True,
    }
    with subprocess.Popen(command, **how, stderr=subprocess.STDOUT, text=True) as process:
        try:
            said = said_until_ready(process)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
    assert re.search(rf"http://localhost:97\d\d/course/lab/tree/{first}\.ipynb\?token=", said)
    assert (tmp_path / "my course" / "01_definition.ipynb").exists() == (which == "student")


def test_make_lab_takes_its_settings_from_the_course():
    command = ["make", "--dry-run", "lab"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"JUPYTER_CONFIG_PATH={JUPYTER.relative_to(ROOT)} " in said


def test_jupyterlab_asks_no_news_question_and_no_package_index():
    page = json.loads((JUPYTER / "labconfig" / "page_config.json").read_text("utf-8"))
    assert page["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"] is True
    lab = json.loads((JUPYTER / "jupyter_lab_config.json").read_text("utf-8"))["LabApp"]
    assert lab["extension_manager"] == "readonly"

"""The course runs where a reader may be: odd folders, settings, languages and limits, all of them at once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
ODD = """
text.usetex: True
font.family: serif
font.serif: No Such Font
font.size: 23
mathtext.fontset: cm
figure.dpi: 37
figure.constrained_layout.use: False
figure.autolayout: True
savefig.dpi: 300
savefig.bbox: tight
savefig.transparent: True
svg.fonttype: path
svg.hashsalt: odd
axes.grid: False
axes.unicode_minus: False
axes.formatter.use_locale: True
lines.linewidth: 9
path.simplify: False
image.cmap: jet
"""
RUN = """
import sys, warnings
warnings.simplefilter("error")
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
import nbformat
shell = InteractiveShell.instance()
for cell in nbformat.read(sys.argv[1], 4).cells:
    if cell.cell_type == "code":
        with capture_output() as said:
            shell.run_cell(cell.source).raise_error()
            for output in said.outputs:
                output.data
        if said.stderr:  # with -OO no assertion would say it
            raise SystemExit(said.stderr)
"""
FIRST = """
import numpy as np
np.seterr(all="raise")
np.set_printoptions(precision=1, threshold=2, linewidth=20, sign="+", suppress=True)
from helpers import checks, data, explore, losses, perceptron, plots, recall
x, y = np.linspace(-2, 2, 10), np.arange(10) % 2
X, labels = data.make_blobs(60, seed=3)
descent = perceptron.gradient_descent(X, labels, 0.5, 30)
W, b = np.ones((3, 2, 3)) * [[[1, 0, -1]]], np.zeros((3, 3))
shown = [
    explore.explore_loss(), explore.explore_data_set(x, y), explore.explore_likelihood(), explore.explore_underflow(),
    explore.explore_noise_model(), explore.explore_gradients(), explore.explore_descent(), explore.explore_race(),
    explore.explore_softmax(), explore.explore_landscape(x, y), explore.explore_training(X, labels, descent),
    recall.quiz("01"), recall.drill(), recall.review(), recall.concepts(),
    checks.check_sigmoid(losses.sigmoid), checks.check_softmax(losses.softmax), checks.board(globals()),
]
for each in shown:
    each._repr_mimebundle_()
for each in shown:
    for state in list(each.states())[::97] if hasattr(each, "states") else ():
        each._move(state)
if (np.geterr()["over"], np.get_printoptions()["precision"]) != ("raise", 1):
    raise SystemExit("a helper has changed the student's settings")
"""
ODD_ENVIRONMENT = {
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
    "TZ": "Nowhere/Odd-13:37",
    "PYTHONOPTIMIZE": "2",
    "MPLBACKEND": "agg",
    "PYTHONDONTWRITEBYTECODE": "1",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A read-only folder with a space and an ü, with the package, the notebooks and an odd matplotlibrc."""
    place = tmp_path_factory.mktemp("places") / "Mein Kürs, 2"
    shutil.copytree(ROOT / "helpers", place / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "notebooks", place / "notebooks")
    (place / "matplotlibrc").write_text(ODD)
    for path in [*place.rglob("*"), place]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield place
    for path in [place, *place.rglob("*")]:
        path.chmod(0o755)


def run(place, tmp_path, code, *arguments):
    """Without a home and, where the system can, without a network.

    Without `site` too: in that language Python does not start where a .pth has an ü, that of this checkout perhaps.
    """
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")}
    scratch = {"MPLCONFIGDIR": str(tmp_path), "IPYTHONDIR": str(tmp_path), "TMPDIR": str(tmp_path)}
    packages = {"PYTHONPATH": os.pathsep.join([str(place), *filter(None, sys.path)])}
    environment = kept | ODD_ENVIRONMENT | scratch | packages | {"HOME": str(place / "nowhere")}
    alone = ["unshare", "--net", "--map-root-user"]
    no_network = shutil.which("unshare") and subprocess.run([*alone, "true"], capture_output=True).returncode == 0
    command = [*(alone if no_network else []), sys.executable, "-S", "-c", code, *map(str, arguments)]
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, errors="replace")


def said(done):
    return done.stdout[-1500:] + done.stderr[-2500:]


def test_a_notebook_that_draws_and_checks_runs_in_an_odd_place(place, tmp_path):
    path = place / "notebooks" / "04_week2_exercise.ipynb"
    assert any(cell.cell_type == "code" for cell in nbformat.read(path, 4).cells)
    done = run(place, tmp_path, RUN, path)
    assert done.returncode == 0, said(done)


def test_whatever_is_shown_stands_a_student_s_settings(place, tmp_path):
    done = run(place, tmp_path, FIRST)
    assert done.returncode == 0, said(done)

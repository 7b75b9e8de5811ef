"""Make .venv and install a lock file and this package into it: `python tools/environment.py lab` (or `test`).

What comes after the name is for the Python of that environment, where no make is:
`python tools/environment.py test -m pytest tests/test_losses.py`.

Three get an environment of their own: `lite`, .venv-lite, since what it brings for JupyterLite is no good in
JupyterLab, `floors`, .venv-floors, which has the lowest versions, and `hub`, .venv-hub, which a whole class shares.

Run by any Python, so one that is far too old must be able to read it: no f-strings.
"""

import sys

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    sys.exit(
        "This course needs Python %d.%d or newer, and %s is Python %d.%d. Choose another one, for example: "
        "make lab PYTHON=python3.12" % (OLDEST + (sys.executable,) + tuple(sys.version_info[:2]))
    )

import hashlib
import importlib.util
import os
import subprocess
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHO = "import importlib.util as u, sys; print(sys.version_info[:2], sys.base_prefix, u.find_spec('pip') is not None)"


def folder(name):
    return ROOT / (".venv-" + name if name in ("lite", "floors", "hub") else ".venv")


def python(name):
    return folder(name) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_usable(name):
    """Whether the environment has pip and was made with the interpreter that runs this."""
    if not python(name).exists():
        return False
    answer = subprocess.run([python(name), "-c", WHO], capture_output=True, text=True)
    return answer.stdout.strip() == "%r %s True" % (tuple(sys.version_info[:2]), sys.base_prefix)


def digest(name):
    """Changes when the lock, the package's own metadata or the place of this folder changes."""
    parts = [str(ROOT).encode(), (ROOT / "pyproject.toml").read_bytes(), lock(name).read_bytes()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def lock(name):
    return ROOT / "locks" / (name + ".txt")


def stamp(name):
    return folder(name) / ("installed-" + name)


def is_installed(name):
    return stamp(name).exists() and stamp(name).read_text("utf-8") == digest(name)


def pip(name, *arguments):
    command = [python(name), "-m", "pip", "install", "--quiet"] + list(arguments)
    environment = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    subprocess.run(command, check=True, cwd=ROOT, env=environment)


def install(name):
    sys.stdout.write("Installing locks/%s.txt into %s (once, about a minute) ...\n" % (name, folder(name).name))
    sys.stdout.flush()
    stamp(name).unlink(missing_ok=True)
    pip(name, "--require-hashes", "-r", lock(name))
    pip(name, "--no-deps", "--no-build-isolation", "-e", ROOT)
    stamp(name).write_text(digest(name), "utf-8")


def create(name):
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("%s cannot make an environment. On Debian and Ubuntu, install python3-venv." % sys.executable)
    venv.create(folder(name), clear=True, with_pip=True, symlinks=True)


def main(name, *arguments):
    if not is_usable(name):
        create(name)
    # everything in the lab lock is in the test lock too
    if not any(is_installed(each) for each in {"lab": ["lab", "test"]}.get(name, [name])):
        install(name)
    return subprocess.run([python(name)] + list(arguments), cwd=ROOT).returncode if arguments else 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("The installation was interrupted. The same command begins it again.")
    except subprocess.CalledProcessError:
        sys.exit("The installation stopped; the lines above say why. The same command begins it again.")
    except OSError as error:
        sys.exit("The installation stopped: %s" % error)

"""Each Python with the lowest and with the newest versions of what the course needs: `make test-matrix` (needs uv).

A Python that is neither there nor to be had is left out, and nox says so. Lowest is the lowest that has wheels for this
Python.
"""

import nox

# nbclient 0.10 on Python 3.13
OLD_DATE = "ignore:Parsing dates involving a day:DeprecationWarning"
nox.options.default_venv_backend = "uv"
nox.options.reuse_venv = "yes"


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
@nox.parametrize("resolution", ["lowest-direct", "highest"])
def tests(session, resolution):
    """What reads the course's own code; the arguments after -- go to pytest."""
    session.chdir("..")
    wheels = "--only-binary", ":all:", "--no-binary", "cross-entropy-course"
    session.install("--resolution", resolution, *wheels, "--group", "floors", "-e", ".")
    session.run("uv", "pip", "freeze", external=True)
    session.run("python", "-m", "pytest", *session.posargs, "-W", OLD_DATE)

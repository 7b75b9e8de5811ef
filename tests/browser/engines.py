"""Firefox and WebKit, driven by the W3C's protocols: WebDriver BiDi over a socket, WebDriver over HTTP.

Playwright drives neither of the two that a distribution ships. Both open copies of the pages that note their faults,
and reach the network through a proxy that notes who asks for what, and answers nothing.
"""

import contextlib
import http.server
import json
import os
import re
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import websocket

from tools.lab import end, free_port, wait_until_it_answers

PATIENCE = 60  # seconds for one answer
KEYS = {"Enter": "\ue007", "End": "\ue010", "Home": "\ue011", "ArrowLeft": "\ue012", "ArrowRight": "\ue014"}
FOCUS = """(control) => {
  control.scrollIntoView({block: "center", behavior: "instant"});
  control.focus();
}"""
CENTRE = """(control) => {
  control.scrollIntoView({block: "center", behavior: "instant"});
  const {x, y, width, height} = control.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
}"""
LOCAL = ("file:", "data:", "blob:")
# First in every page, so that it hears of everything; "?refused" behind an address takes the page's storage away.
NOTES = """<script>
var faults = [], refused = location.search === "?refused";
addEventListener("error", (event) =>
  faults.push(event.message ?? `not loaded: ${event.target.src ?? event.target.href}`), true);
addEventListener("unhandledrejection", (event) => faults.push(`rejected: ${event.reason}`));
console.error = (...words) => faults.push(words.join(" "));
if (refused) Object.defineProperty(window, "localStorage", {
  configurable: true,
  get() { throw new DOMException("The storage is refused.", "SecurityError"); },
});
</script>"""
PREFERENCES = """
user_pref("network.proxy.type", 1);
user_pref("network.proxy.http", "127.0.0.1");
user_pref("network.proxy.http_port", {port});
user_pref("network.proxy.ssl", "127.0.0.1");
user_pref("network.proxy.ssl_port", {port});
"""


def with_notes(html: str) -> str:
    """The page, with what notes its faults before anything else in its head."""
    before, head, after = html.partition("<head>")
    assert head
    return before + head + NOTES + after


# ---------------------------------------------------------------- the network


class Proxy(http.server.ThreadingHTTPServer):
    """Refuses every request, and keeps its first line."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Refuse)
        self.asked = []


class Refuse(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.requestline)
        self.send_error(403)

    do_HEAD = do_POST = do_OPTIONS = do_CONNECT = do_GET

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def refusing_proxy():
    with Proxy() as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield proxy
        proxy.shutdown()


# ---------------------------------------------------------------- what both engines do


class Engine:
    """One window. A subclass has `open`, `_run`, for an expression that promises a text, and `_act`."""

    def evaluate(self, function: str, *arguments):
        """What a JavaScript function returns, once its promise is kept."""
        call = f"({function})({', '.join(map(json.dumps, arguments))})"
        return json.loads(self._run(f"(async () => JSON.stringify((await {call}) ?? null))()"))

    def of(self, element: str, place: Sequence, function: str, *more):
        """What a function says of the element that `element`, another function, finds for `place`."""
        return self.evaluate(f"(place, ...more) => ({function})(({element})(...place), ...more)", place, *more)

    def press(self, element: str, place: Sequence, *keys: str) -> None:
        """Real keys, into an element."""
        self.of(element, place, FOCUS)
        strokes = [KEYS.get(key, key) for key in keys]
        strokes = [{"type": kind, "value": key} for key in strokes for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": strokes})

    def click(self, element: str, place: Sequence) -> None:
        """With the mouse, in the middle of an element."""
        x, y = self.of(element, place, CENTRE)
        move = {"type": "pointerMove", "x": x, "y": y}
        button = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act({"type": "pointer", "id": "mouse", "actions": [move, *button]})

    def faults(self) -> list[str]:
        """Errors of the page, and its requests that would leave the machine."""
        return self.evaluate("() => faults")


# ---------------------------------------------------------------- Firefox


class Firefox(Engine):
    def __init__(self, address: str):
        self.socket = websocket.create_connection(f"{address}/session", suppress_origin=True, timeout=PATIENCE)
        self.said, self.number = [], 0
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.context = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def close(self) -> None:
        self.socket.close()

    def _call(self, method: str, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.number:
            self.said.append(answer["params"])
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def resize(self, *size: int) -> None:
        """The width and height of what shows the page, in pixels; without them those of the window."""
        viewport = dict(zip(("width", "height"), size, strict=True)) if size else None
        self._call("browsingContext.setViewport", context=self.context, viewport=viewport)

    def open(self, address: str) -> None:
        self.said.clear()
        self._call("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def faults(self) -> list[str]:
        # what Firefox asks for of its own accord, its proxy refuses, and nobody minds
        asked = [each["request"]["url"] for each in self.said if "request" in each]
        said = [each["text"] for each in self.said if each.get("level") == "error"]
        return super().faults() + said + [url for url in asked if not url.startswith(LOCAL)]

    def _run(self, expression: str) -> str:
        target = {"context": self.context}
        answer = self._call("script.evaluate", expression=expression, target=target, awaitPromise=True)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return answer["result"]["value"]

    def _act(self, source: dict) -> None:
        self._call("input.performActions", context=self.context, actions=[source])


@contextlib.contextmanager
def firefox(proxy: Proxy):
    """A headless Firefox with a profile of its own."""
    with tempfile.TemporaryDirectory() as home:
        Path(home, "user.js").write_text(PREFERENCES.format(port=proxy.server_port), "utf-8")
        command = ["firefox-esr", "--headless", "--no-remote", "--profile", home, "--remote-debugging-port=0"]
        log = Path(home, "firefox.log")
        with log.open("w", encoding="utf-8") as output:
            process = subprocess.Popen(command, stdout=output, stderr=output, env=os.environ | {"HOME": home})
        try:
            engine = Firefox(_address_of(process, log))
            yield engine
            engine.close()
        finally:
            end(process)


def _address_of(process: subprocess.Popen, log: Path) -> str:
    latest = time.monotonic() + PATIENCE
    while time.monotonic() < latest and process.poll() is None:
        if found := re.search(r"listening on (ws://\S+)", log.read_text("utf-8")):
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"Firefox did not start:\n{log.read_text('utf-8')}")


# ---------------------------------------------------------------- WebKit


class WebKit(Engine):
    def __init__(self, proxy: Proxy, address: str):
        self.proxy = proxy
        through = f"127.0.0.1:{proxy.server_port}"
        wanted = {"proxy": {"proxyType": "manual", "httpProxy": through, "sslProxy": through}}
        self.session = f"{address}/session"
        self.session += "/" + self._call("POST", "", capabilities={"alwaysMatch": wanted})["sessionId"]

    def _call(self, method: str, path: str, **body):
        data = json.dumps(body).encode() if method == "POST" else None
        request = urllib.request.Request(self.session + path, data, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{path}: {error.read().decode()}") from error

    def close(self) -> None:
        self._call("DELETE", "")

    def resize(self, width: int = 1024, height: int = 768) -> None:
        """The width and height of the window in pixels; it is at least 447 wide."""
        self._call("POST", "/window/rect", width=width, height=height)

    def open(self, address: str) -> None:
        self.proxy.asked.clear()
        self._call("POST", "/url", url=address)

    def faults(self) -> list[str]:
        return super().faults() + self.proxy.asked

    def _run(self, expression: str) -> str:
        script = f"{expression}.then(arguments[0], (error) => arguments[0]({{error: String(error)}}))"
        answer = self._call("POST", "/execute/async", script=script, args=[])
        if isinstance(answer, dict):
            raise RuntimeError(answer["error"])
        return answer

    def _act(self, source: dict) -> None:
        self._call("POST", "/actions", actions=[source])


@contextlib.contextmanager
def _screen():
    """The number of a screen that nobody sees."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with open(read, encoding="ascii") as number:
            yield number.readline().strip()
    finally:
        end(server)


@contextlib.contextmanager
def webkit(proxy: Proxy):
    """WebKitGTK's own small browser, on a screen that nobody sees."""
    port = free_port()
    with _screen() as number, tempfile.TemporaryDirectory() as home:
        own = {"DISPLAY": f":{number}", "HOME": home, "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        log = Path(home, "WebKitWebDriver.log")
        with log.open("w", encoding="utf-8") as output:
            command = ["WebKitWebDriver", f"--port={port}"]
            driver = subprocess.Popen(command, env=os.environ | own, stdout=output, stderr=output)
        try:
            wait_until_it_answers(f"http://127.0.0.1:{port}/status", driver, log)
            engine = WebKit(proxy, f"http://127.0.0.1:{port}")
            yield engine
            engine.close()
        finally:
            end(driver)


ENGINES = {"Firefox": firefox, "WebKit": webkit}

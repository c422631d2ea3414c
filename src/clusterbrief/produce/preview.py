"""A site on this computer alone, shown while its authors write: pages reload, and faults stand over them."""

import json
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from clusterbrief.errors import Fault, InputError, Place
from clusterbrief.produce.watching import Times, times_of

LOOPBACK = "127.0.0.1"
OURS = {"127.0.0.1", "localhost"}  # names in requests; any other came from a page elsewhere
STATE, SCRIPT = "/-/state.json", "/-/preview.js"
PAUSE = 0.5  # seconds between two looks at what was saved
Tell = Callable[[str], None]
EMPTY = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Preview</title></head><body></body></html>"
# Asks which version is shown; a text of a fault is shown as text, whatever it holds
RELOADING = """(() => {
  let shown = null, box = null;
  const ask = async () => {
    try {
      const state = await (await fetch("STATE", {cache: "no-store"})).json();
      if (shown !== null && state.version !== shown) { location.reload(); return; }
      shown = state.version;
      if (box) { box.remove(); box = null; }
      if (state.fault || state.busy) {
        box = document.createElement("pre");
        box.id = "preview-note";
        box.setAttribute("role", "status");
        box.textContent = state.fault || "Building ...";
        box.style.cssText = "position:fixed;bottom:0;left:0;right:0;max-height:60vh;overflow:auto;margin:0;" +
          "padding:1rem;white-space:pre-wrap;z-index:9999;color:#fff;background:" +
          (state.fault ? "#7a1020" : "#0b4f8a");
        document.body.append(box);
      }
    } catch { /* the preview has stopped */ }
    setTimeout(ask, 500);
  };
  ask();
})();
""".replace("STATE", STATE)


@dataclass
class Shown:
    """Which build of the site is shown, whether the next one is being made, and what is wrong, if anything."""

    version: int = 0
    busy: bool = False
    fault: str = ""


class PreviewServer(ThreadingHTTPServer):
    """Serves a folder on this computer alone; nothing outside the folder, and nobody else.

    Raises
    ------
    InputError
        The port is taken.
    """

    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        self.shown = Shown()
        handler = partial(_PreviewHandler, directory=str(folder), shown=self.shown)
        try:
            super().__init__((LOOPBACK, port), handler)
        except (OSError, OverflowError) as error:
            problem = f"Cannot listen on port {port}: {getattr(error, 'strerror', None) or error}"
            raise InputError([Fault(Place("--port"), problem, "Give another one, or 0 for any.")]) from None

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{LOOPBACK}:{self.server_address[1]}/"

    def start(self) -> None:
        """Serve in a thread of its own."""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self.shutdown()
        self.server_close()


class _PreviewHandler(SimpleHTTPRequestHandler):
    """Files of the site, pages with a script that reloads them."""

    def __init__(self, *given: Any, shown: Shown, **named: Any) -> None:
        self.shown = shown
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        """Answer a request."""
        if (self.headers.get("Host") or "").rsplit(":", 1)[0] not in OURS:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = unquote(urlsplit(self.path).path)
        if path == STATE:
            self._send("application/json", json.dumps(vars(self.shown)))
        elif path == SCRIPT:
            self._send("text/javascript", RELOADING)
        elif path.endswith(("/", ".html")):
            self._send_page(path)
        else:
            super().do_GET()

    def _send_page(self, path: str) -> None:
        file = Path(self.translate_path(path))
        file = file / "index.html" if path.endswith("/") else file
        found = file.is_file()
        text = file.read_text(encoding="utf-8") if found else EMPTY
        before, tag, after = text.rpartition("</body>")
        page = f'{before}<script src="{SCRIPT}"></script>{tag}{after}'
        # nothing was built yet: the page waits, and says why
        self._send("text/html", page, HTTPStatus.OK if found or not self.shown.version else HTTPStatus.NOT_FOUND)

    def _send(self, kind: str, text: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def list_directory(self, path: Any) -> None:
        """Show no list of files: the site has none either."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing about requests."""


def show_while_writing(
    server: PreviewServer, places: Iterable[Path], rebuild: Callable[[], str], tell: Tell, pause: float = PAUSE
) -> None:
    """Build at once and whenever something in these places was saved, and show it, until Ctrl-C.

    ``rebuild`` gives the reasons for which documents failed, or raises InputError: both are shown over the last good
    pages. ``tell`` is told the same.
    """
    places = tuple(places)
    server.start()
    tell(f"See {server.address} (stop with Ctrl-C)")
    try:
        times: Times | None = None
        while True:
            now = times_of(places)
            if now != times:
                times = now
                _build(server.shown, rebuild)
                tell(server.shown.fault or "Built.")
            time.sleep(pause)
    except KeyboardInterrupt:
        return
    finally:
        server.stop()


def _build(shown: Shown, rebuild: Callable[[], str]) -> None:
    """Build once; what is wrong is shown, and the last good pages stay."""
    shown.busy = True
    try:
        shown.fault = rebuild()
        shown.version += 1
    except InputError as error:
        shown.fault = str(error)
    finally:
        shown.busy = False

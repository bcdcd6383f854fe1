"""The page over HTTP, on this machine alone: who may ask, what is served, one question at a time.

Whoever has not the token in the address, comes from the page of another site, or calls this
machine by another name (DNS rebinding) is told nothing. Nothing is read but what the program itself
holds, and scenarios.
"""

import hmac
import json
import secrets
import socket
from base64 import b64decode
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.city.loading import DEFAULT_CITY
from simulator.errors import Fault, IntegrationError, SimulatorError
from simulator.files.limits import FILE_BYTES
from simulator.files.locations import pack_folder
from simulator.page.desk import Answered, Asked, Desk
from simulator.page.shown import told
from simulator.page.words import letters
from simulator.report.document.font_subset import font_for
from simulator.report.document.html import HERE as DOCUMENT
from simulator.words.catalogue import message, say

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

ADDRESS = "127.0.0.1"
STATIC = Path(__file__).parent / "static"
LIBRARY = DOCUMENT / "echarts" / "echarts.common.min.js"
SCRIPTS = (
    "state.js", "ask.js", "levers.js", "fan.js", "picture.js", "board.js", "dialogs.js", "page.js",
)  # fmt: skip
"""The scripts of the page, in the order they are loaded."""

_FILES = {
    "": (STATIC / "index.html", "text/html"),
    "page.css": (STATIC / "page.css", "text/css"),
    **{name: (STATIC / name, "text/javascript") for name in SCRIPTS},
    "echarts.js": (LIBRARY, "text/javascript"),
}
_MOST_WAITING = 64
"""Questions that wait at once; more are sent away."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def new_token() -> str:
    """What the address of the page ends in; nobody guesses it."""
    return secrets.token_urlsafe(18)


def free_socket(port: int) -> socket.socket:
    """A socket of this machine alone, at a port, or any free one for 0; ``OSError`` if taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.bind((ADDRESS, port))
        made.listen(16)
    except OSError:
        made.close()
        raise
    return made


@dataclass(kw_only=True)
class Served:
    """A desk at a socket of this machine, behind a token."""

    desk: Desk
    socket: socket.socket
    token: str = field(default_factory=new_token)

    @property
    def port(self) -> int:
        """The port it listens at."""
        found: int = self.socket.getsockname()[1]
        return found

    @property
    def address(self) -> str:
        """What a browser is given."""
        return f"http://{ADDRESS}:{self.port}/{self.token}/"

    def run(self) -> None:
        """Answer until the process ends."""
        self._server().run(sockets=[self.socket])

    def _server(self) -> "uvicorn.Server":
        import uvicorn

        config = uvicorn.Config(
            build_app(self.desk, self.token, self.port),
            access_log=False,
            date_header=False,
            h11_max_incomplete_event_size=64 * 1024,
            http="h11",
            lifespan="off",
            log_level="error",
            loop="asyncio",
            proxy_headers=False,
            server_header=False,
            ws="none",
        )
        return uvicorn.Server(config)


@dataclass(kw_only=True)
class Queue:
    """Questions in turn, one at a time; of those of one page that wait only the newest is answered.

    ``newest`` holds the number of the newest question by page and kind.
    """

    worker: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=1, thread_name_prefix="page")
    )
    newest: dict[tuple[str, str], int] = field(default_factory=dict)
    waiting: int = 0

    async def ask(
        self, asker: tuple[str, str], answer: Callable[[Asked], Answered], asked: Asked
    ) -> Answered | None:
        """The answer; ``None`` where a newer question of the same page came while it waited."""
        import asyncio

        number = self.newest[asker] = self.newest.get(asker, 0) + 1
        while len(self.newest) > _MOST_WAITING:
            self.newest.pop(next(iter(self.newest)))

        def work() -> Answered | None:
            return answer(asked) if self.newest.get(asker, number) == number else None

        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.worker, work)
        finally:
            self.waiting -= 1


def build_app(desk: Desk, token: str, port: int) -> "ASGIApp":
    """The application; it answers at ``/TOKEN/`` of this machine alone."""
    from starlette.applications import Starlette
    from starlette.routing import Route

    queue = Queue()
    questions: Mapping[str, Callable[[Asked], Answered]] = {
        "start": desk.start,
        "run": desk.run,
        "targets": desk.targets,
        "fan": desk.fan,
        "keys": desk.keys,
        "trace": desk.trace,
        "toml": desk.toml,
        "save": desk.save,
        "open": desk.open,
    }

    async def answer(request: "Request") -> "Response":
        name = request.path_params["question"]
        if name not in questions:
            return _response(404, {})
        if queue.waiting >= _MOST_WAITING:
            return _response(503, _faults("page.busy"))
        body = await _body(request)
        if isinstance(body, int):
            return _response(body, _faults("page.no_json" if body == 400 else "page.too_large"))
        asker = (str(body.get("page", ""))[:40], name)
        try:
            found = await queue.ask(asker, questions[name], body)
        except SimulatorError as error:
            # a refusal is an answer: a browser would complain of any other status
            return _response(200, _refusal(error))
        return _response(409, {}) if found is None else _response(200, found)

    routes = [
        Route(f"/{token}/{{question}}", answer, methods=["POST"]),
        Route(f"/{token}/{{name:path}}", _file, methods=["GET"]),
    ]
    return Guard(app=Starlette(routes=routes), port=port, token=token)


@dataclass(frozen=True, kw_only=True)
class Guard:
    """Lets through who calls this machine by its own name, from its own page, with the token."""

    app: "Starlette"
    port: int
    token: str

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Answer a request, or send it away."""
        if scope["type"] != "http":
            return
        status = self._refused(scope)
        if status is not None:
            await _response(status, {})(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _refused(self, scope: "Scope") -> int | None:
        headers: dict[bytes, list[bytes]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name, []).append(value)
        names = {f"{name}:{self.port}".encode() for name in (ADDRESS, "localhost")}
        if len(headers.get(b"host", [])) != 1 or headers[b"host"][0] not in names:
            return 421
        origins = headers.get(b"origin", [])
        if any(origin not in {b"http://" + name for name in names} for origin in origins):
            return 403
        site = headers.get(b"sec-fetch-site", [b"none"])[0]
        if site not in {b"same-origin", b"none"}:
            return 403
        given = scope["path"].split("/")[1].encode("utf-8", "replace")
        return None if hmac.compare_digest(given, self.token.encode()) else 404


async def _file(request: "Request") -> "Response":
    """One of the few files of the page; nothing else is read."""
    from starlette.responses import Response

    name = request.path_params["name"]
    if name == "font.woff":
        font = b64decode(font_for([letters(pack_folder(DEFAULT_CITY))]))
        return Response(font, media_type="font/woff", headers=_HEADERS)
    if name not in _FILES:
        return _response(404, {})
    path, kind = _FILES[name]
    content = path.read_text(encoding="utf-8") if name else page_text()
    return Response(content, media_type=kind, headers=_HEADERS)


def page_text() -> str:
    """The page, with what it says where nobody answers it."""
    text = (STATIC / "index.html").read_text(encoding="utf-8")
    return text.replace("{NO_SERVER}", say("page_words.no_server", "both"))


async def _body(request: "Request") -> dict[str, Any] | int:
    """A question as JSON: a table of this page's own; else the status that refuses it."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return 415
    content = b""
    async for piece in request.stream():
        content += piece
        if len(content) > FILE_BYTES:
            return 413
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return 400
    return found if isinstance(found, dict) else 400


def _response(status: int, content: Mapping[str, Any]) -> "Response":
    from starlette.responses import Response

    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(
        text.encode("utf-8", "replace"), status, media_type="application/json", headers=_HEADERS
    )


def _faults(key: str) -> Mapping[str, Any]:
    return {"faults": told([Fault(path="page", line=None, key="", message=message(key))])}


def _refusal(error: SimulatorError) -> Mapping[str, Any]:
    """Every fault of a refusal, each with its place."""
    faults = getattr(error, "faults", ())
    if not faults:
        said = error.message if isinstance(error, IntegrationError) else error.args[0]
        faults = [Fault(path="page", line=None, key="", message=said)]
    return {"faults": told(faults)}

"""Who may ask the page, and what is answered: against a real server with a desk of paper."""

import http.client
import json
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from simulator.errors import Fault, ScenarioError
from simulator.files.limits import FILE_BYTES
from simulator.page.server import SCRIPTS, STATIC, Served, free_socket


class Paper:
    """A desk that tells what it was asked; ``gate`` holds a question up."""

    def __init__(self):
        self.asked, self.gate = [], threading.Event()
        self.gate.set()

    def answer(self, asked):
        self.asked.append(asked)
        assert self.gate.wait(20)
        if asked.get("wrong"):
            raise ScenarioError([Fault(path="x.toml", line=3, key="a.b", message="no")])
        if asked.get("broken"):
            raise ZeroDivisionError
        return {"said": asked.get("say")}

    start = run = targets = fan = keys = trace = toml = save = open = answer


@pytest.fixture(scope="module")
def served():
    found = Served(desk=Paper(), socket=free_socket(0))
    thread = threading.Thread(target=found.run, daemon=True)
    thread.start()
    return found


def ask(served, path="run", body=b"{}", method="POST", **headers):
    """Status, headers and body; ``None`` drops a header."""
    own = {"Content-Type": "application/json"}
    own |= {name.replace("_", "-"): value for name, value in headers.items()}
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
    line.putrequest(method, f"/{served.token}/{path}", skip_host="Host" in own)
    for name, value in {**own, "Content-Length": str(len(body))}.items():
        if value is not None:
            line.putheader(name, value)
    line.endheaders(body)
    answer = line.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    line.close()
    return found


def test_it_answers_its_own_page(served):
    status, headers, body = ask(
        served, body=b'{"say": "\xe4\xbd\xa0"}', Origin=f"http://127.0.0.1:{served.port}"
    )
    assert (status, json.loads(body)) == (200, {"said": "你"})
    assert "default-src 'none'" in headers["content-security-policy"]
    assert not {"server", "access-control-allow-origin"} & headers.keys()


@pytest.mark.parametrize("name", ["", "page.css", "echarts.js", *SCRIPTS])
def test_its_files_are_there(served, name):
    status, headers, body = ask(served, name, b"", "GET")
    assert (status, headers["cache-control"]) == (200, "no-store")
    assert body


def test_every_script_is_loaded_in_order():
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    places = [page.index(f'src="{name}"') for name in ("echarts.js", *SCRIPTS)]
    assert places == sorted(places)
    others = {"twin.js", "index.html", "page.css"}
    assert {path.name for path in STATIC.iterdir()} == {*SCRIPTS, *others}
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1"},
        {"Host": "localhost.evil.example:{port}"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_site_is_told_nothing(served, headers, method):
    asked = len(served.desk.asked)
    given = {k: v.format(port=served.port) for k, v in headers.items()}
    status, _, body = ask(served, "run" if method == "POST" else "", b"{}", method, **given)
    assert (status in {403, 421}, body) == (True, b"{}")
    assert len(served.desk.asked) == asked


@pytest.mark.parametrize("path", ["", "start", "x/", "%2e%2e/", "favicon.ico"])
def test_without_the_token_there_is_nothing(served, path):
    for address in (path, f"{served.token[:-1]}/", f"{served.token}x/"):
        line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)
        line.request("GET", f"/{address}")
        assert line.getresponse().status == 404
        line.close()


@pytest.mark.parametrize(
    "name",
    [
        "../server.py",
        "..%2fserver.py",
        "static/page.css",
        "%00",
        "page.css/..",
        "etc/passwd",
        "font",
    ],
)
def test_nothing_else_is_read(served, name):
    assert ask(served, name, b"", "GET")[0] == 404


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"{}", "text/plain", 415),  # what a form of another site could send
        (b"{}", None, 415),
        (b'{"say": "' + b"a" * FILE_BYTES + b'"}', "application/json", 413),
    ],
)
def test_what_is_no_question_is_refused(served, body, kind, status):
    assert ask(served, "run", body, Content_Type=kind)[0] == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_other_methods_do_nothing(served, method):
    status, headers, _ = ask(served, "run", b"{}", method)
    assert (status, "access-control-allow-methods" in headers) == (405, False)


def test_a_question_that_nobody_knows_is_no_question(served):
    assert ask(served, "system")[0] == 404


def test_a_refusal_comes_with_its_faults(served):
    status, _, body = ask(served, body=b'{"wrong": true}')
    assert status == 200
    assert json.loads(body) == {
        "faults": [{"place": "x.toml:3", "key": "a.b", "said": ["no", "no"]}]
    }


def test_a_fault_of_the_program_ends_no_server(served):
    assert ask(served, body=b'{"broken": true}')[0] == 500
    assert ask(served)[0] == 200


@contextmanager
def held(desk):
    """Hold questions up inside the desk."""
    desk.gate.clear()
    try:
        yield
    finally:
        desk.gate.set()


def test_of_one_page_only_the_newest_question_that_waits_is_answered(served):
    found: dict[str, SimpleNamespace] = {}

    def later(name, page):
        status, _, _ = ask(served, body=json.dumps({"say": name, "page": page}).encode())
        found[name] = status

    with held(served.desk):
        threads = []
        for name, page in (("first", "a"), ("second", "a"), ("other", "b"), ("third", "a")):
            threads.append(threading.Thread(target=later, args=(name, page)))
            threads[-1].start()
            time.sleep(0.2)
    for thread in threads:
        thread.join(20)
    assert found == {"first": 200, "second": 409, "other": 200, "third": 200}


def test_a_second_copy_takes_another_port(served):
    other = free_socket(0)
    assert other.getsockname()[0] == "127.0.0.1"
    assert other.getsockname()[1] != served.port
    other.close()
    with pytest.raises(OSError, match="use"):
        free_socket(served.port)

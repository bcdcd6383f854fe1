"""The report in a browser: nothing fetched, no error, charts drawn, readable on a phone, printed.

A copy of the page, in a frame as wide as a screen, carries a script of the test that tells what a
reader sees of it (``tests/data/browser``).
"""

import json
import re
import shutil
import subprocess
from html import unescape

import pytest

from simulator.commands.cli import main
from tests.city import BASELINE, ONE_WINDOW, ROOT

BROWSER = shutil.which("chromium")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs chromium on the PATH")
QUICK = (ONE_WINDOW, "model.stop=2018-01-01", "report.to_year=2017", "report.figures=false")
WIDTHS = (1280, 390)
MEBIBYTE = 1 << 20
HEAR, TELL = (
    f"<script>{(ROOT / 'tests' / 'data' / 'browser' / name).read_text(encoding='utf-8')}</script>"
    for name in ("hear.js", "tell.js")
)
FRAME = """<!DOCTYPE html><meta charset="utf-8"><body>
<iframe src="page.html" width="{width}" height="1600" style="border: 0"></iframe>
<script>
window.addEventListener("message", function (event) {{
  var told = document.createElement("pre");
  told.textContent = event.data;
  document.body.append(told);
}});
</script></body>"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports") / "run"
    sets = [part for text in QUICK for part in ("--set", text)]
    assert main(("run", str(BASELINE), *sets, "--out", str(folder))) == 0
    return {
        language: (folder / f"report.{language}.html").read_text(encoding="utf-8")
        for language in ("zh", "en")
    }


def browse(page, *options):
    """What the browser prints of a page, with every name of a host unknown to it."""
    command = [
        *(BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"),
        *("--no-first-run", "--disable-background-networking", "--disable-component-update"),
        *("--disable-sync", f"--user-data-dir={page.parent / 'profile'}"),
        "--host-resolver-rules=MAP * ~NOTFOUND",
        *options,
        page.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=True)
    return done.stdout


def at_its_end(text, further):
    """A page with something before its end; the library that draws has such words, too."""
    rest, end, after = text.rpartition("</body>")
    return f"{rest}{further}{end}{after}"


def facts_of(text, tmp_path, width=1280):
    whole = at_its_end(text.replace("<head>", f"<head>{HEAR}", 1), TELL)
    (tmp_path / "page.html").write_text(whole, encoding="utf-8")
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME.format(width=width), encoding="utf-8")
    told = browse(frame, "--dump-dom", "--virtual-time-budget=20000", "--window-size=1400,1800")
    found = re.search(r"<pre>(.*?)</pre>", told, re.DOTALL)
    assert found is not None
    return json.loads(unescape(found[1]))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_drawn_without_an_error_and_without_a_request(language, width, reports, tmp_path):
    facts = facts_of(reports[language], tmp_path, width)
    assert facts["heard"] == []
    assert facts["resources"] == []
    assert facts["charts"] == facts["drawn"] == facts["captions"] == 5
    assert min(facts["paths"]) > 5
    assert facts["pictures"] == 0
    assert facts["width"] == width
    assert facts["content"] <= width, "nothing is wider than the screen"
    assert facts["beyond"] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_service_and_place_change_title_and_curve(language, reports, tmp_path):
    facts = facts_of(reports[language], tmp_path)
    titles, curves = zip(*facts["chosen"], strict=True)
    assert len(set(titles)) == len(set(curves)) == len(facts["chosen"]) == 4
    assert facts["places"] >= 2
    stated, shown = facts["filtered"]
    assert stated == shown > 0


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_scripts_pictures_stand_in_their_place(language, width, reports, tmp_path):
    bare = re.sub(r"<script.*?</script>", "", reports[language], flags=re.DOTALL)
    facts = facts_of(bare, tmp_path, width)
    assert facts["heard"] == []
    assert facts["drawn"] == 0
    # the curves have two of them; a picture says itself what it finds
    assert facts["pictures"] == 6
    assert facts["captions"] == 0
    assert facts["content"] <= width


def test_a_request_would_be_blocked_and_heard(reports, tmp_path):
    asking = at_its_end(reports["en"], '<img src="https://example.org/x.png">')
    assert [told for told in facts_of(asking, tmp_path)["heard"] if "example.org" in told]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_prints_on_a4(language, reports, tmp_path):
    page, made = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(reports[language], encoding="utf-8")
    browse(page, "--no-pdf-header-footer", f"--print-to-pdf={made}")
    printed = made.read_bytes()
    assert printed.startswith(b"%PDF-")
    assert 8 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 40
    assert re.search(rb"/MediaBox\s*\[0 0 59[4-6][\d.]* 84[12]", printed)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_small_enough_to_be_sent(language, reports):
    assert len(reports[language].encode()) < 6 * MEBIBYTE

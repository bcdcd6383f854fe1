"""What keeps the page closed: other sites, and the end of the program."""

import json
import signal
import urllib.request
from pathlib import Path

import pytest

from tests.browser.served import serving

FOREIGN = (Path(__file__).parent / "foreign.js").read_text(encoding="utf-8")


def test_ctrl_c_ends_it_and_frees_the_port():
    with serving("scenarios/baseline.toml") as program:
        with urllib.request.urlopen(program.address, timeout=20) as answer:  # noqa: S310
            assert answer.status == 200
        program.process.send_signal(signal.SIGINT)
        assert program.process.wait(10) == 130
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(program.address, timeout=5)  # noqa: S310


def test_a_page_of_another_site_cannot_call_it(browser, program):
    page = browser.new_page()
    page.set_content("<p>another site</p>")
    found = page.evaluate(FOREIGN, [f"{program.address}start", "cors", "application/json"])
    simple = page.evaluate(FOREIGN, [f"{program.address}save", "no-cors", "text/plain"])
    page.close()
    assert found == "no"
    assert json.dumps(simple) in {'["opaque", 0]', '"no"'}

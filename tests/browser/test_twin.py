"""The page with runs made beforehand opens from a file, and shows what the program would."""

import subprocess
import sys

import pytest

from tests.browser.served import ROOT, Seen, settle
from tests.browser.test_levers import changes, slide


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The twin of the baseline."""
    made = tmp_path_factory.mktemp("twin") / "page"
    command = [sys.executable, "-m", "calibration", "serve", "scenarios/baseline.toml"]
    done = subprocess.run(
        [*command, "--export", str(made)], cwd=ROOT, capture_output=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr
    return made


def test_it_opens_from_a_file_and_shows_the_same(browser, folder, opened):
    seen = Seen()
    page = browser.new_page(locale="zh-CN")
    seen.listen(page)
    page.goto((folder / "index.html").as_uri())
    settle(page)
    slide(page, "delay_factor", 195)  # the nearest position that was run is 200
    assert changes(page) == {"plan.delay_factor": "2"}
    live = opened("#scenario=baseline&set=plan.delay_factor%3D2&service=primary")
    page.locator("#services button", has_text="小学").click()
    for part in ("#changed", "#headline", "#services", "#map", "#cell-said", "#strip"):
        assert page.inner_text(part) == live.inner_text(part), part
    slide(page, "cancellation", 20)
    assert page.locator("#messages .fault").count() == 1  # two such levers were not run together
    page.keyboard.press("Control+z")
    settle(page)
    assert page.inner_text("#messages") == ""
    page.click("#en")
    assert "Against Baseline" in page.inner_text("#changed")
    page.close()
    assert seen.complaints == []
    assert all(each.startswith(("file:", "data:")) for each in seen.asked)


def test_what_is_no_page_is_not_written_over(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    command = [sys.executable, "-m", "calibration", "serve", "--export", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=300)
    assert done.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

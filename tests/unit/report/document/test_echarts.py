"""The vendored library is the one its page names, and its licence lies beside it."""

import re
from hashlib import sha256

from tests.city import ROOT

THERE = ROOT / "simulator" / "report" / "document" / "echarts"


def test_the_library_is_the_version_and_the_bytes_that_are_named():
    page = (THERE / "README.md").read_text(encoding="utf-8")
    library = (THERE / "echarts.common.min.js").read_bytes()
    version = re.search(r"Apache ECharts (\d+\.\d+\.\d+)", page)
    assert version is not None
    assert f'version="{version[1]}"'.encode() in library
    assert f"{len(library):,} bytes" in page
    assert sha256(library).hexdigest() in page


def test_its_licence_travels_with_it():
    licence = (THERE / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "Apache ECharts" in (THERE / "NOTICE").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name in ("LICENSE", "NOTICE"):
        assert f'"simulator/report/document/echarts/{name}"' in project


def test_a_script_within_a_page_does_not_end_before_its_end():
    assert b"</script" not in (THERE / "echarts.common.min.js").read_bytes()

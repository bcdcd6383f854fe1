"""A browser for a module, a page for a test; without a browser the suite is skipped."""

import pytest

from tests.browser.served import QUIET, Seen, browser_here, serving, settle

BROWSER = browser_here()


def pytest_collection_modifyitems(items):
    if BROWSER is None:
        reason = "no browser here: install chromium, or name one in MINSHENG_BROWSER"
        for item in items:
            if "tests/browser" in item.path.as_posix():
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=BROWSER, args=list(QUIET))
        yield found
        found.close()


@pytest.fixture(scope="session")
def program():
    with serving("scenarios/baseline.toml") as found:
        yield found


@pytest.fixture
def opened(browser, program):
    """Opens the page; afterwards it has complained of nothing, and asked nobody else."""
    contexts, seen = [], Seen()

    def page(rest="", *, locale="zh-CN", width=1440, height=900):
        context = browser.new_context(locale=locale, viewport={"width": width, "height": height})
        contexts.append(context)
        found = context.new_page()
        seen.listen(found)
        found.goto(program.address + rest)
        settle(found)
        return found

    yield page
    for context in contexts:
        context.close()
    assert seen.complaints == []
    assert [each for each in seen.asked if not each.startswith(program.address)] == []

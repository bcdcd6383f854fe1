"""Every lever moves what it says, by mouse and by keyboard, and goes back."""

import pytest

from tests.browser.served import settle

INERT = {"net_arrivals", "first_births", "continues", "plan_2025", "points"}
"""Levers that act after the baseline ends."""

LEVERS = (
    *("net_arrivals", "first_births", "planning_share", "universal", "delay_factor"),
    *("cancellation", "on_time", "continues", "plan_2025", "new_school", "points", "norm"),
)


def changes(page):
    return page.evaluate("M.State.get().changes")


def slide(page, name, value):
    page.evaluate(
        """([name, value]) => {
            const slider = document.querySelector(`#lever-${name}`).closest('.lever')
                .querySelector('input[type=range]');
            slider.value = value;
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            slider.dispatchEvent(new Event('change', { bubbles: true }));
        }""",
        [name, value],
    )
    settle(page)


@pytest.mark.parametrize("scenario", ["baseline", "long_view_2030"])
def test_every_lever_changes_the_picture_and_goes_back(opened, scenario):
    page = opened(f"#scenario={scenario}")
    names = page.evaluate(
        "M.named && [...document.querySelectorAll('.lever input[id]')].map(e => e.id)"
    )
    assert [name.removeprefix("lever-") for name in names] == list(LEVERS)
    before = page.inner_text("#changed")
    for name in LEVERS:
        field = page.locator(f"#lever-{name}")
        if scenario == "baseline" and name in INERT:
            assert field.is_disabled(), name
            continue
        if name == "new_school" and scenario == "baseline":
            row = page.locator(".lever").nth(LEVERS.index(name))
            row.locator("select").nth(2).select_option("2019")
        if field.get_attribute("type") == "checkbox":
            field.click()
            settle(page)
        else:
            high = float(field.get_attribute("max"))
            low = float(field.get_attribute("min"))
            value = high if float(field.input_value()) < high else low
            slide(page, name, value)
            assert float(field.input_value()) == value, name
        assert len(changes(page)) == 1, name
        assert page.inner_text("#changed") != before, name
        assert "set=" in page.evaluate("location.hash")
        page.locator(".lever").nth(LEVERS.index(name)).locator(".back").click()
        settle(page)
        assert changes(page) == {}, name
        assert page.inner_text("#changed") == before, name


def test_a_number_may_be_typed_and_is_held_to_its_bounds(opened):
    page = opened()
    page.fill("#lever-delay_factor", "250")
    page.press("#lever-delay_factor", "Enter")
    settle(page)
    assert changes(page) == {"plan.delay_factor": "2.5"}
    page.fill("#lever-delay_factor", "9999")
    page.press("#lever-delay_factor", "Enter")
    settle(page)
    assert changes(page) == {"plan.delay_factor": "3"}
    assert page.input_value("#lever-delay_factor") == "300"


def test_undo_redo_reset_and_the_address(opened):
    page = opened()
    slide(page, "delay_factor", 150)
    slide(page, "cancellation", 5)
    assert len(changes(page)) == 2
    page.keyboard.press("Control+z")
    settle(page)
    assert changes(page) == {"plan.delay_factor": "1.5"}
    page.click("#redo")
    settle(page)
    assert changes(page) == {"plan.delay_factor": "1.5", "plan.cancellation_rate": "0.05"}
    said = page.inner_text("#changed")
    again = opened(page.evaluate("location.hash"))
    assert changes(again) == changes(page)
    assert again.inner_text("#changed") == said
    page.click("#reset")
    settle(page)
    assert changes(page) == {}
    page.click("#undo")
    settle(page)
    assert len(changes(page)) == 2


def test_picks_choose_where_a_plan_builds(opened):
    page = opened("#scenario=long_view_2030")
    row = page.locator(".lever").nth(LEVERS.index("plan_2025"))
    row.locator("select").nth(1).select_option("huli")
    slide(page, "plan_2025", 1000)
    row.locator("select").nth(1).select_option("jimei")
    assert page.input_value("#lever-plan_2025") == "0"
    slide(page, "plan_2025", 500)
    assert set(changes(page)) == {
        "plan.programmes.plan_2025_primary_huli",
        "plan.programmes.plan_2025_primary_jimei",
    }
    assert page.locator("#changes li").count() == 2


def test_any_key_can_be_found_and_set(opened):
    page = opened()
    page.click("#more")
    page.fill("#search", "延期")
    form = page.locator("#found .row", has_text="plan.delay_factor").locator("form")
    form.locator("input").fill("1.3")
    form.locator("button").click()
    page.click("#finding-close")
    settle(page)
    assert changes(page) == {"plan.delay_factor": "1.3"}
    assert page.input_value("#lever-delay_factor") == "130"


def test_a_wrong_value_is_told_and_the_picture_stays(opened):
    page = opened()
    before = page.inner_text("#headline")
    page.evaluate("M.State.change('plan.delay_factor', '99'); M.State.commit(); M.refresh()")
    page.wait_for_selector("#messages .fault")
    assert "plan.delay_factor" in page.inner_text("#messages")
    assert page.inner_text("#headline") == before
    page.keyboard.press("Control+z")
    settle(page)
    assert page.inner_text("#messages") == ""
    page.evaluate("performance.clearMeasures()")

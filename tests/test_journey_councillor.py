"""A councillor in a meeting, with a tablet, and with JavaScript off."""

import re

import pytest
from playwright.sync_api import expect

from tests.random_council import build

TABLET = {"width": 820, "height": 1180}
# What WCAG 2.2 asks of 400 % zoom on a screen of 1280 pixels; also the narrowest telephone.
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 800}


@pytest.fixture
def page(page_without_scripts):
    page_without_scripts.set_viewport_size(TABLET)
    return page_without_scripts


def test_a_councillor_goes_from_the_front_page_to_what_is_behind_a_number(page, world):
    page.goto("/")
    page.get_by_role("main").get_by_role("searchbox").or_(
        page.get_by_role("main").get_by_role("textbox")
    ).or_(page.get_by_role("main").get_by_role("combobox")).first.fill("Northbridge")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Northbridge")

    page.get_by_role("link", name="Improvement plan").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Improvement plan")
    expect(page.locator("p.lede").first).to_contain_text("of 2 actions")

    page.get_by_role("link", name=re.compile(r"^2\.3")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2.3")
    expect(page.get_by_role("main")).to_contain_text("All five managers are in post.")


def test_a_filter_keeps_its_state_in_an_address_that_can_be_sent_on(page, world):
    page.goto("/councils/northbridge/plans/improvement-plan/")
    form = page.locator("form[action='#actions']")
    if not form.is_visible():
        page.locator("details:has(form[action='#actions']) > summary").click()
    form.get_by_label("Due").select_option("soon")
    form.get_by_role("button").click()
    expect(page.get_by_role("heading", name=re.compile("^1 of 2 actions"))).to_be_visible()
    page.goto(page.url)
    expect(page.locator("form[action='#actions']").get_by_label("Due")).to_have_value("soon")


def test_a_councillor_looks_back_without_a_script(page_without_scripts, world):
    page = page_without_scripts
    page.goto("/councils/northbridge/plans/improvement-plan/")
    page.get_by_text("Look back: another day").click()
    page.get_by_label("The plan on this day").fill("2026-11-01")
    page.get_by_role("button", name="Look back").click()
    expect(page.get_by_text("The plan as it was seen on 1 November 2026")).to_be_visible()
    page.get_by_role("link", name="See it as is now known").click()
    expect(page.get_by_text("What is now known of 1 November 2026")).to_be_visible()
    page.locator("tbody th a").first.click()
    expect(page.get_by_text("What is now known of 1 November 2026")).to_be_visible()
    page.get_by_role("link", name="as it stands today").click()
    expect(page.get_by_text("What is now known")).to_have_count(0)


def test_a_keyboard_alone_is_enough_to_reach_the_words(page, world):
    page.goto("/councils/northbridge/plans/improvement-plan/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("Skip to")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("seed", [1, 23])
def test_any_council_at_all_can_be_read(page, db, seed):
    """Nothing leans on the demonstration; hostile words are words, not markup."""
    built = build(seed)
    plan = f"/councils/{built.council.slug}/plans/plan/"
    for address in (
        "/councils/",
        f"/councils/{built.council.slug}/",
        f"/councils/{built.council.slug}/inspections/it/",
        plan,
        *(f"{plan}actions/{action.reference}/" for action in built.actions),
    ):
        answer = page.goto(address)
        assert answer.status == 200, address
        assert page.locator("h1").count() == 1
        assert page.get_by_role("main").locator("b").count() == 0, "words became markup"
        assert page.locator("td, dd").filter(has_text=re.compile(r"^\s*None\s*$")).count() == 0


PAGES = {
    "home": "/",
    "councils": "/councils/",
    "council": "/councils/northbridge/",
    "inspection": "/councils/northbridge/inspections/inspection-2024/",
    "plan": "/councils/northbridge/plans/improvement-plan/",
    "plan, looked back": (
        "/councils/northbridge/plans/improvement-plan/?as_at=2026-11-01&since=2026-09-01"
    ),
    "plan over time": "/councils/northbridge/plans/improvement-plan/over-time/",
    "plan, narrowed to nothing": "/councils/northbridge/plans/improvement-plan/?q=nothing",
    "plan, withdrawn": "/councils/northbridge/plans/withdrawn-plan/",
    "action": "/councils/northbridge/plans/improvement-plan/actions/2.3/",
    "recommendations": "/recommendations/",
    "data": "/data/",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "sign in": "/accounts/login/",
}


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_every_public_page_passes_axe_in_light_and_dark_and_fits_the_narrowest_screen(
    context, world, assert_accessible, address
):
    page = context.new_page()
    page.goto(address)
    for size, scheme in ((WIDE, "light"), (NARROW, "dark")):
        page.set_viewport_size(size)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
        page.emulate_media(color_scheme=scheme)
        assert_accessible(page)

"""A councillor looks at what is measured: on a telephone, by keyboard, in the dark, on paper."""

import pytest

from tests.factories import days_ago
from tests.indicator_factories import IndicatorFactory, ReadingFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def measured(council, plan, action):
    """One that is promised and got worse, with a gap and a provisional end; one that is hidden."""
    worse = IndicatorFactory(
        council=council,
        name="Child protection plans that are not the child’s first",
        of_what="of plans that began in the quarter",
        target=18,
        tolerance=23,
        plans=[plan],
        actions=[action],
    )
    for place, value in enumerate([28, 25, None, 21, 20]):
        missing = {"value": None, "missing": "x"} if value is None else {"value": value}
        standing = "final" if place else "provisional"
        ReadingFactory(
            indicator=worse, as_at=days_ago(30 + 90 * place), standing=standing, **missing
        )
    few = IndicatorFactory(
        council=council, unit="number", of_what="children", small_numbers="children", plans=[plan]
    )
    ReadingFactory(indicator=few, value=4)


def addresses(council, plan, action):
    here = council.get_absolute_url()
    return [here, f"{here}indicators/", plan.get_absolute_url(), action.get_absolute_url()]


def test_every_page_with_an_indicator_passes_axe_and_fits_a_small_telephone(
    page, assert_accessible, council, plan, action, measured
):
    page.set_viewport_size({"width": 320, "height": 700})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for address in addresses(council, plan, action):
            page.goto(address)
            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") == 320, address


def test_the_readings_open_by_keyboard_and_without_a_script(
    page_without_scripts, council, measured
):
    page = page_without_scripts
    page.goto(f"{council.get_absolute_url()}indicators/")
    summary = page.get_by_text("All readings").first
    summary.focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("cell", name="28%").is_visible()
    assert page.get_by_role("cell", name="Not available").is_visible()


def test_the_drawing_is_named_by_a_sentence(page, council, measured):
    page.goto(f"{council.get_absolute_url()}indicators/")
    drawing = page.get_by_role("img", name="lower is better. One reading is without a value.")
    assert drawing.count() == 1

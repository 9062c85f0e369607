import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.screening import screen


@pytest.mark.parametrize(
    ("text", "looks_like", "words"),
    [
        ("Ask jo.o'neil@example.gov.uk first", "an e-mail address", "jo.o'neil@example.gov.uk"),
        ("Ring 0151 606 2000.", "a telephone number", "0151 606 2000"),
        ("Ring +44 7700 900123.", "a telephone number", "+44 7700 900123"),
        ("Ring 07700900123.", "a telephone number", "07700900123"),
        ("She lives at CH44 8ED now", "a postcode", "CH44 8ED"),
        ("She lives at ch448ed now", "a postcode", "ch448ed"),
        ("NHS 943 476 5919", "an NHS number", "943 476 5919"),
        ("NHS 9434765919", "an NHS number", "9434765919"),
        ("DOB 01/02/2010", "a date of birth", "DOB 01/02/2010"),
        ("born on 3 March 2011", "a date of birth", "born on 3 March 2011"),
        ("Date of birth: 2011-03-03", "a date of birth", "Date of birth: 2011-03-03"),
        ("Jayden, 7, has moved", "a name with an age", "Jayden, 7"),
        ("We met Chloe (14) twice", "a name with an age", "Chloe (14)"),
        ("Tom aged 9 is safe", "a name with an age", "Tom aged 9"),
        ("Mary-Ann Smith, aged 15.", "a name with an age", "Mary-Ann Smith, aged 15"),
        ("Ann is 9 years old", "a name with an age", "Ann is 9 years old"),
    ],
)
def test_personal_data_is_found_with_its_words(text, looks_like, words):
    found = screen(text)
    assert [(item.looks_like, item.words) for item in found] == [(looks_like, words)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Of 41 actions, 27 are complete; 4 are late.",
        "By 31 March 2026 all visits are within 10 working days.",
        "Section 47 enquiries (12) took 15 days in Quarter 2.",
        "In July, 14 of 40 managers were interim.",
        "Children aged 16 and 17 who are homeless are assessed.",
        "Ofsted (2016) and the board (3 October 2026) agreed.",
        "The number 1234567890 is no NHS number: its check digit is wrong.",
        "Re-referrals fell from 24.1% to 19.8%.",
        "£1,250,000 was spent of £1,400,000.",
    ],
)
def test_ordinary_sentences_of_a_plan_pass(text):
    assert screen(text) == []


@given(st.text(max_size=400))
def test_any_text_is_screened_without_an_error(text):
    for found in screen(text):
        assert found.words.strip() in text


@pytest.mark.parametrize("number", ["9434765919", "4505577104", "9769746150", "7567697270"])
def test_an_nhs_number_is_known_by_its_last_digit(number):
    """Modulus 11; where the remainder leaves 11, the last digit is 0."""
    assert [found.looks_like for found in screen(f"Number {number}.")] == ["an NHS number"]
    others = [f"{number[:9]}{digit}" for digit in range(10) if str(digit) != number[9]]
    assert screen("Numbers " + ", ".join(others)) == []


@pytest.mark.parametrize("start", ["158777836", "598164429"])
def test_no_nhs_number_has_ten_for_its_check(start):
    assert screen("Numbers " + ", ".join(f"{start}{digit}" for digit in range(10))) == []


def test_what_is_found_stands_in_reading_order_each_words_once():
    text = "DOB 01/02/2010, NHS 9434765919; ask jo@example.gov.uk about NHS 9434765919"
    assert [found.words for found in screen(text)] == [
        "DOB 01/02/2010",
        "9434765919",
        "jo@example.gov.uk",
    ]

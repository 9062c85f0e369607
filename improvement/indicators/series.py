"""Which columns of the Department for Education's files are which measure, in plain words.

Unit and polarity are not here: they are read from the department's own dictionary of measures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from improvement.models import Indicator

Subject = Indicator.Subject
MARCH = (3, 31)
SEPTEMBER = (9, 30)


@dataclass(frozen=True)
class Series:
    """One measure. `only` chooses its rows; with `whole` the denominator stands in other rows."""

    file: str  # how the file's name begins
    measure: str  # `Measure_short` in the dictionary
    key: str
    name: str
    for_children: str
    value: str  # column
    numerator: str = ""  # column
    denominator: str = ""  # column
    of_what: str = ""
    subject: str = Subject.CHILDREN
    decimals: int = 1
    year_ends: tuple[int, int] = MARCH  # month and day
    only: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        named = (self.value, self.numerator, self.denominator, *self.only, *self.whole)
        return list(dict.fromkeys(filter(None, named)))


def _leavers(measure: str, key: str, age: str, words: str) -> Series:
    return Series(
        file="la_care_leavers_accommodation_suitability",
        measure=measure,
        key=key,
        name=f"Care leavers of {words} in suitable accommodation",
        for_children="Young people who leave care have somewhere safe and fit to live.",
        of_what="of care leavers",
        value="care_leaver_percent",
        numerator="care_leaver_count",
        denominator="care_leaver_count",
        decimals=0,
        only={"care_leaver_age": age, "breakdown": "Accommodation considered suitable"},
        whole={"care_leaver_age": age, "breakdown": "Suitability total"},
    )


def _placements(measure, key, name, for_children, group, stability) -> Series:
    return Series(
        file="la_cla_placement_stability",
        measure=measure,
        key=key,
        name=name,
        for_children=for_children,
        of_what="of children in care",
        value="children_percent",
        numerator="children_count",
        denominator="children_count",
        decimals=0,
        only={"cla_group": group, "placement_stability": stability},
        whole={"cla_group": group, "placement_stability": "Total children"},
    )


def _workforce(measure, key, name, for_children, value, **columns) -> Series:
    return Series(
        file="csww_indicators",
        measure=measure,
        key=key,
        name=name,
        for_children=for_children,
        subject=Subject.WORKFORCE,
        value=value,
        year_ends=SEPTEMBER,
        **columns,
    )


SERIES = (
    Series(
        file="c1_children_in_need_referrals_and_rereferrals",
        measure="ReReferral",
        key="re-referrals",
        name="Children referred again within 12 months",
        for_children="A family that asked for help got enough of it the first time.",
        of_what="of referrals",
        value="rereferral_percent",
        numerator="rereferral_count",
        denominator="referral_count",
    ),
    Series(
        file="d3_cpps_subsequent_plan",
        measure="PrevRegCPR",
        key="repeat-child-protection-plans",
        name="Child protection plans that are not the child’s first",
        for_children="Once a child has been made safe, the child stays safe.",
        of_what="of plans that began in the year",
        value="CPP_subsequent_percent",
        numerator="CPP_subsequent",
        denominator="CPP_start",
    ),
    Series(
        file="d5_cpps_at31march_by_duration",
        measure="CPPlans2yrsActive",
        key="child-protection-plans-of-two-years",
        name="Child protection plans that have lasted two years or more",
        for_children="Children do not wait for years until they are safe.",
        of_what="of children with a plan",
        value="2_years_or_more_percent",
        numerator="2_years_or_more",
        denominator="CPP_At31",
    ),
    _placements(
        "LACStable_2016on",
        "three-or-more-placements",
        "Children in care who lived in three or more places in the year",
        "Children in care are not moved from home to home.",
        "CLA on 31 March",
        "With 3 or more placements during the year",
    ),
    _placements(
        "LAC_LongStable%",
        "same-carer-for-two-years",
        "Children in care for long who have lived with the same carer for two years",
        "Children in care keep the people who look after them.",
        "Children looked after continuously for at least 2.5 years on 31 March aged under 16 years",
        "Living with the same carer for at least 2 years",
    ),
    _leavers("CareLeaverAcc", "care-leavers-housed-at-19-to-21", "19 to 21 years", "19 to 21"),
    _workforce(
        "Work_Force_Vac_Rate",
        "social-worker-vacancies",
        "Social worker posts that are vacant",
        "There are enough social workers for the children who need one.",
        "vacancy_rate_fte",
        of_what="of posts",
    ),
    _workforce(
        "Work_Force_Agecy_Rate",
        "agency-social-workers",
        "Social workers from agencies",
        "Social workers stay long enough to know the child.",
        "agency_rate_fte",
        of_what="of social workers",
    ),
    _workforce(
        "Work_Force_TO_Rate",
        "social-worker-turnover",
        "Social workers who left in the year",
        "Children do not have to tell their story to a new social worker each time.",
        "turnover_rate_fte",
        of_what="of social workers",
    ),
    _workforce(
        "Work_Force_AvgNumCase_SW",
        "social-worker-caseload",
        "Cases for each social worker",
        "A social worker has time for each child.",
        "caseload_fte",
        of_what="cases for each social worker",
    ),
    _workforce(
        "Work_Force_SWAbsence",
        "social-worker-absence",
        "Working days that social workers missed through sickness",
        "The social worker whom a child knows is there.",
        "absence_rate_fte",
        of_what="of working days",
    ),
)

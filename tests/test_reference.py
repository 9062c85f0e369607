"""What the reference data says."""

from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from councils.days import start_of
from councils.models import Council, CouncilCode
from councils.reference.rows import REASON
from inspections.models import (
    Framework,
    Grade,
    GradeScale,
    Inspection,
    Judgement,
    JudgementArea,
)
from inspections.reference import load_reference
from inspections.statutory import response_due


def history_of(slug):
    """A council's inspections by slug: framework, fieldwork and publication, recommendations
    printed for which kind of body, and the grades as printed by area."""
    rows = []
    for inspection in Inspection.objects.filter(council__slug=slug).order_by("slug"):
        grades = {
            judgement.area.key: judgement.printed_grade
            for judgement in inspection.judgements.exclude(grade=None)
        }
        (inspected,) = inspection.inspected.all()
        rows.append(
            (
                inspection.slug,
                inspection.framework.key,
                *(inspection.fieldwork_start, inspection.fieldwork_end, inspection.published_on),
                (inspected.body.kind, inspected.recommendations_printed),
                grades,
            )
        )
    return rows


class TestWhatItSays(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_reference(settings.ROOT / "fixtures")

    def test_there_are_153_authorities_and_three_that_were_abolished(self):
        assert Council.objects.on(date(2025, 3, 31)).count() == 153
        gone = Council.objects.exclude(abolished_on=None)
        assert {c.slug: c.abolished_on for c in gone} == {
            "bournemouth": date(2019, 4, 1),
            "cumbria": date(2023, 4, 1),
            "northamptonshire": date(2021, 4, 1),
        }

    def test_an_abolished_council_names_those_that_followed_it(self):
        followers = {
            council.slug: set(council.succeeded_by.values_list("slug", flat=True))
            for council in Council.objects.exclude(abolished_on=None)
        }
        assert followers == {
            "bournemouth": {"bournemouth-christchurch-and-poole"},
            "cumbria": {"cumberland", "westmorland-and-furness"},
            "northamptonshire": {"north-northamptonshire", "west-northamptonshire"},
        }

    def test_no_council_of_the_reference_data_is_a_demonstration(self):
        assert not Council.objects.filter(is_demonstration=True).exists()

    def test_the_kind_of_council_follows_its_code(self):
        kinds = {"E06": "unitary", "E08": "metropolitan-borough", "E09": "london-borough"}
        for code in CouncilCode.objects.filter(valid_to=None).select_related("council"):
            expected = kinds.get(code.code[:3], "county")
            if code.council.slug == "city-of-london":
                expected = "other"
            assert code.council.kind == expected, code.council

    def test_codes_change_on_a_day_and_the_old_one_is_kept(self):
        codes = {
            slug: list(
                CouncilCode.objects.filter(council__slug=slug).values_list(
                    "code", "valid_from", "valid_to"
                )
            )
            for slug in ("barnsley", "sheffield")
        }
        last, first = date(2025, 3, 31), date(2025, 4, 1)
        assert codes["barnsley"] == [("E08000016", None, last), ("E08000038", first, None)]
        assert codes["sheffield"] == [("E08000019", None, last), ("E08000039", first, None)]

    def test_successive_codes_of_a_council_leave_no_gap(self):
        by_council = {}
        for code in CouncilCode.objects.all():
            by_council.setdefault(code.council_id, []).append(code)
        changed = [codes for codes in by_council.values() if len(codes) > 1]
        assert len(changed) == 7
        for earlier, later in changed:
            assert later.valid_from - earlier.valid_to == timedelta(days=1)

    def test_every_grade_is_explained_in_plain_words(self):
        assert Grade.objects.count() == 36
        assert not Grade.objects.filter(plain="").exists()

    def test_adequate_is_third_of_four_for_ofsted_and_above_requires_improvement_for_fire(self):
        ranks = {
            scale.key: {grade.label: grade.rank for grade in scale.grades.all()}
            for scale in GradeScale.objects.all()
        }
        assert ranks["ofsted-4-2009"]["Adequate"] == 3
        assert ranks["ofsted-4-2009"]["Inadequate"] == 4
        assert ranks["hmicfrs-frs-2023"]["Adequate"] == 3
        assert ranks["hmicfrs-frs-2023"]["Requires improvement"] == 4

    def test_the_code_4_of_the_care_quality_commission_is_the_best(self):
        best = Grade.objects.get(scale__key="cqc-quality-statement-score", rank=1)
        assert best.code == "4"

    def test_there_are_17_frameworks_and_five_kinds_of_review_without_grades(self):
        reviews = Framework.objects.filter(key__endswith="-review").exclude(key="lscb-review")
        assert set(reviews.values_list("scale", flat=True)) == {None}
        assert reviews.count() == 5
        assert Framework.objects.count() - reviews.count() == 17

    def test_inspections_from_april_2026_have_no_overall_judgement(self):
        areas = JudgementArea.objects.filter(framework__key="ilacs-2026")
        assert areas.count() == 4
        assert not areas.filter(is_overall=True).exists()

    def test_adoption_and_care_leavers_are_judged_under_children_looked_after(self):
        below = JudgementArea.objects.filter(
            framework__key="sif", parent__key="cla-permanence"
        ).values_list("number", "label")
        assert list(below) == [
            ("2.1", "Adoption performance"),
            ("2.2", "Experiences and progress of care leavers"),
        ]

    def test_no_framework_compares_two_of_its_areas_under_one_theme(self):
        pairs = list(
            JudgementArea.objects.exclude(theme=None).values_list("framework__key", "theme__key")
        )
        assert len(pairs) == len(set(pairs))

    def test_wirral_has_its_whole_history(self):
        improve, full = "Requires improvement", "Requires improvement to be good"
        assert history_of("wirral") == [
            (
                "2011-03-safeguarding-and-looked-after-children",
                "slac-2009",
                *(None, None, None),
                ("council", None),
                {"safeguarding-overall": "Good", "lac-overall": "Good"},
            ),
            (
                "2016-07-safeguarding-board-review",
                "lscb-review",
                *(date(2016, 7, 4), date(2016, 7, 28), date(2016, 9, 20)),
                ("lscb", 7),
                {"lscb": "Inadequate"},
            ),
            (
                "2016-07-single-inspection",
                "sif",
                *(date(2016, 7, 4), date(2016, 7, 28), date(2016, 9, 20)),
                ("council", 19),
                {
                    "overall": "Inadequate",
                    "help-protection": "Inadequate",
                    "cla-permanence": improve,
                    "adoption": improve,
                    "care-leavers": "Inadequate",
                    "leadership": "Inadequate",
                },
            ),
            (
                "2019-06-standard-inspection",
                "ilacs-2018",
                *(date(2019, 6, 17), date(2019, 6, 28), date(2019, 7, 29)),
                ("council", 5),
                {
                    "leaders": "Good",
                    "help-protection": full,
                    "care-and-leavers": full,
                    "overall": full,
                },
            ),
            (
                "2023-09-standard-inspection",
                "ilacs-2023",
                *(date(2023, 9, 18), date(2023, 9, 29), date(2024, 2, 2)),
                ("council", 7),
                dict.fromkeys(
                    ["leaders", "help-protection", "in-care", "care-leavers", "overall"], full
                ),
            ),
            (
                "2024-09-focused-visit",
                "ilacs-focused-visit",
                *(date(2024, 9, 17), None, date(2024, 10, 17)),
                ("council", None),
                {},
            ),
        ]

    def test_croydon_has_its_whole_history(self):
        improve = "Requires improvement"
        assert history_of("croydon") == [
            (
                "2012-05-safeguarding-and-looked-after-children",
                "slac-2009",
                *(None, None, None),
                ("council", None),
                {"safeguarding-overall": "Adequate", "lac-overall": "Adequate"},
            ),
            (
                "2017-06-safeguarding-board-review",
                "lscb-review",
                *(date(2017, 6, 20), date(2017, 7, 13), date(2017, 9, 4)),
                ("lscb", 5),
                {"lscb": "Inadequate"},
            ),
            (
                "2017-06-single-inspection",
                "sif",
                *(date(2017, 6, 20), date(2017, 7, 13), date(2017, 9, 4)),
                ("council", 21),
                {
                    "overall": "Inadequate",
                    "help-protection": "Inadequate",
                    "cla-permanence": "Inadequate",
                    "adoption": improve,
                    "care-leavers": improve,
                    "leadership": "Inadequate",
                },
            ),
            (
                "2020-02-standard-inspection",
                "ilacs-2018",
                *(date(2020, 2, 3), date(2020, 2, 14), date(2020, 3, 16)),
                ("council", 4),
                {
                    "leaders": "Good",
                    "help-protection": "Good",
                    "care-and-leavers": "Requires improvement to be good",
                    "overall": "Good",
                },
            ),
            (
                "2024-10-standard-inspection",
                "ilacs-2023",
                *(date(2024, 10, 14), date(2024, 10, 25), date(2024, 12, 3)),
                ("council", 4),
                {
                    "leaders": "Good",
                    "help-protection": "Requires improvement to be good",
                    "in-care": "Good",
                    "care-leavers": "Good",
                    "overall": "Good",
                },
            ),
        ]

    def test_what_is_not_known_of_2011_is_said_to_be_not_known(self):
        earliest = Inspection.objects.get(council__slug="wirral", framework__key="slac-2009")
        reasons = earliest.judgements.filter(grade=None).values_list("no_grade", flat=True)
        assert set(reasons) == {Judgement.NoGrade.NOT_KNOWN}
        assert len(reasons) == 12

    def test_a_board_review_follows_the_inspection_it_was_published_with(self):
        for slug in ("wirral", "croydon"):
            review = Inspection.objects.get(council__slug=slug, framework__key="lscb-review")
            assert review.parent.framework.key == "sif"
            assert review.parent.council == review.council

    def test_the_statements_of_proposed_action_were_due_70_working_days_later(self):
        due = {}
        for inspection in Inspection.objects.filter(framework__key="sif"):
            due[inspection.council.slug] = response_due(
                printed=inspection.response_due_printed,
                received=inspection.received_on,
                published=inspection.published_on,
                working_days=inspection.framework.response_working_days,
            ).day
        assert due == {"wirral": date(2016, 12, 29), "croydon": date(2017, 12, 11)}

    def test_care_leavers_were_not_judged_apart_before_2023(self):
        first = date(2023, 1, 1)
        for inspection in Inspection.objects.filter(
            framework__key__startswith="ilacs-20"
        ).prefetch_related("framework__areas__theme"):
            themes = {area.theme.key for area in inspection.framework.areas.all()}
            assert ("care-leavers" in themes) == (inspection.fieldwork_start >= first)
        assert not Judgement.objects.filter(
            area__key="care-leavers",
            inspection__fieldwork_start__range=("2018-01-01", "2022-12-31"),
        ).exists()

    def test_a_monitoring_visit_follows_an_inspection_judged_inadequate(self):
        visits = Inspection.objects.of_kind(Framework.Kind.MONITORING_VISIT)
        assert visits.count() == 24
        for visit in visits.select_related("parent"):
            overall = visit.parent.judgements.get(area__is_overall=True)
            assert overall.grade.label == "Inadequate", visit
            assert visit.parent.published_on < visit.fieldwork_start

    def test_every_visit_says_what_it_looked_at_and_has_no_grade(self):
        kinds = [Framework.Kind.FOCUSED_VISIT, Framework.Kind.MONITORING_VISIT]
        visits = Inspection.objects.filter(framework__kind__in=kinds)
        assert visits.count() == 60
        assert not visits.filter(theme="").exists()
        assert not Judgement.objects.filter(inspection__in=visits).exists()

    def test_an_inspection_is_public_from_the_first_moment_of_its_day_of_publication(self):
        day = start_of(date(2024, 2, 2))
        wirral = Inspection.objects.filter(council__slug="wirral", published_on=date(2024, 2, 2))
        nobody = AnonymousUser()
        assert wirral.visible_to(nobody, at=day).count() == 1
        assert not wirral.visible_to(nobody, at=day - timedelta(seconds=1)).exists()

    def test_every_inspection_is_public_and_says_where_its_facts_are_from(self):
        at = start_of(date(2025, 9, 25))  # the day on which the statistics came out
        assert Inspection.objects.visible_to(AnonymousUser(), at=at).count() == 337
        assert not Inspection.objects.filter(source="").exists()
        assert not Inspection.objects.filter(source_url="").exists()

    def test_what_it_writes_stands_in_the_history_under_its_own_reason(self):
        for model in (Council, Inspection, Judgement):
            reasons = model.history.values_list("history_change_reason", flat=True)
            assert set(reasons) == {REASON}
            assert model.history.filter(history_type="+").count() == model.objects.count()

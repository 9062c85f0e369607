"""What a tracker, or a person who sends one, must not get at; and pages that must not break."""

from datetime import timedelta

import pytest
from django.urls import reverse

from improvement import workflow
from improvement.models import MilestoneChange, TrackerImport
from improvement.trackers.settling import make_posts
from inspections.intake import Refused
from inspections.spreadsheets import open_workbook
from tests import factories
from tests.cast import sign_in
from tests.factories import NOW, TODAY
from tests.spreadsheets import parts_of, repacked, workbook
from tests.tracker_files import HEADINGS, MANAGERS, VISITS, brought_in, csv_of, previewed, received

pytestmark = pytest.mark.django_db
MORE = [*HEADINGS, "Recommendation"]
SECRET = "Zebras are counted by nobody"
HUGE = "9" * 20


@pytest.fixture
def client(plan_officer):
    return sign_in(plan_officer)


def at(page, batch, *more):
    return reverse(f"admin:improvement_trackerimport_{page}", args=[batch.pk, *more])


# --- what is under embargo ---


@pytest.fixture
def embargoed(plan, action):
    """A recommendation that the action answers, of an inspection that few may read yet."""
    inspection = factories.InspectionFactory(
        council=plan.council, publish_from=NOW + timedelta(days=3)
    )
    plan.inspections.add(inspection)
    found = factories.RecommendationFactory(
        inspection=inspection, text=SECRET, reference="", council_reference=""
    )
    action.recommendations.add(found)
    return found


@pytest.fixture
def known(plan):
    inspection = factories.InspectionFactory(council=plan.council)
    plan.inspections.add(inspection)
    return factories.RecommendationFactory(inspection=inspection, reference="77")


def test_a_preview_names_no_recommendation_under_embargo(
    client, plan, action, embargoed, known, plan_officer
):
    batch = previewed(plan, [*MANAGERS, "Green", "", "77"], by=plan_officer, headings=MORE)
    assert "Zebras" not in client.get(at("change", batch)).content.decode()


def test_an_export_tells_an_officer_nothing_that_is_under_embargo(client, plan, embargoed):
    address = reverse("admin:improvement_plan_export-tracker", args=[plan.pk])
    answer = client.get(address, {"form": "csv"})
    assert "Zebras" not in b"".join(answer).decode()
    embargoed.inspection.embargo_readers.add(answer.wsgi_request.user)
    assert SECRET in b"".join(client.get(address, {"form": "csv"})).decode()


@pytest.mark.parametrize("public", [True, False])
def test_links_that_a_file_cannot_name_stay(plan, action, embargoed, known, plan_officer, public):
    if not public:
        type(action).objects.filter(pk=action.pk).update(public_at=None)
    brought_in(
        plan,
        [*MANAGERS, "Green", "", "77"],
        by=plan_officer,
        headings=MORE,
        taking={1},
        why="The report asks for it.",
    )
    assert set(action.recommendations.all()) == {embargoed, known}


# --- words that were removed ---


def test_words_are_removed_from_files_that_nobody_has_settled(plan, action, publisher):
    batch = received(plan, csv_of([*MANAGERS, "Green", "Sam Smith has left."]))
    assert not batch.rows.exists()
    report = factories.UpdateFactory(action=action, what_changed="Sam Smith has left.")
    workflow.redact(row=report, fields=["what_changed"], why="A name.", by=publisher, at=NOW)
    assert bytes(TrackerImport.objects.get().content) == b""


def test_files_without_the_words_stay(plan, action, publisher):
    content = csv_of([*MANAGERS, "Green", "All is well."])
    received(plan, content)
    report = factories.UpdateFactory(action=action, what_changed="Sam Smith has left.")
    workflow.redact(row=report, fields=["what_changed"], why="A name.", by=publisher, at=NOW)
    assert bytes(TrackerImport.objects.get().content) == content


def test_a_layout_forgets_what_it_knew_of_words_that_were_removed(
    plan, action, publisher, plan_officer, council
):
    words = "Sam Smith has left"
    brought_in(plan, [*MANAGERS, words, ""], [*VISITS, "Green", ""], by=plan_officer)
    kept = council.tracker_layouts.get()
    assert words.casefold() in kept.layout["meanings"]["rag"]
    report = factories.UpdateFactory(action=action, what_changed=words)
    workflow.redact(row=report, fields=["what_changed"], why="A name.", by=publisher, at=NOW)
    kept.refresh_from_db()
    assert list(kept.layout["meanings"]["rag"]) == ["green"]
    everywhere = [kept.layout, *kept.history.values_list("layout", flat=True)]
    assert words.casefold() not in str(everywhere).casefold()


# --- pages that must not break ---


def test_an_import_whose_file_is_gone_asks_nothing_more(client, plan, action, plan_officer):
    batch = brought_in(plan, [*MANAGERS, "Green", "All is well."], by=plan_officer)
    TrackerImport.objects.filter(pk=batch.pk).update(content=b"")
    answer = client.get(at("layout", batch))
    assert answer.url == at("change", batch)


def test_a_title_too_long_for_a_post_is_told_in_a_sentence(plan, action, plan_officer):
    batch = previewed(plan, [*MANAGERS, "Green", ""], by=plan_officer)
    batch.reading["leads"] = ["Head " * 50]
    with pytest.raises(Refused, match="at most 120 characters"):
        make_posts(batch=batch, titles=["Head " * 50], by=plan_officer, at=NOW)
    assert not plan.council.posts.filter(title__startswith="Head Head").exists()


def test_no_cell_brings_in_what_is_no_text():
    """An XLSX writes any character as _x0000_; PostgreSQL refuses that one in words and in JSON."""
    content = workbook(["Action", "marked"])
    for name, part in parts_of(content).items():
        if b"marked" in part:
            said = part.replace(b"marked", b"a_x0000_b_x0008_c")
            content = repacked(content, **{name: said})
    (sheet,) = open_workbook(content).sheets
    assert [cells for _, cells in sheet.records()] == [["Action", "abc"]]


def test_a_reason_is_kept_without_what_is_no_text(client, plan, action, plan_officer):
    batch = previewed(plan, [*MANAGERS, "Green", ""], by=plan_officer)
    client.post(at("confirm", batch), {"why": "The board\0 agreed."})
    batch.refresh_from_db()
    assert (batch.state, batch.why) == ("confirmed", "The board agreed.")


def test_a_number_that_no_row_can_have_is_not_found(client, action):
    addresses = [
        f"{action.get_absolute_url()}evidence/{HUGE}/",
        f"/admin/improvement/trackerimport/{HUGE}/change/",
        f"/admin/improvement/trackerimport/{HUGE}/layout/",
        f"/admin/improvement/trackerimport/{HUGE}/rows/new/",
        f"/admin/improvement/readingimport/{HUGE}/rows/new/",
        f"/admin/improvement/readingimport/{HUGE}/upload/",
        f"/admin/inspections/inspection/{HUGE}/seen-before/",
        f"/admin/inspections/report/{HUGE}/report.pdf",
        f"/admin/inspections/import/upload/{HUGE}/",
    ]
    assert [client.get(one).status_code for one in addresses] == [404] * len(addresses)


def _rows(plan, count):
    for number in range(count):
        action = factories.ActionFactory(plan=plan)
        piece = factories.EvidenceFactory(action=action, added_by=factories.UserFactory())
        factories.EvidenceCopyFactory(evidence=piece, published_by=factories.UserFactory())
        milestone = factories.MilestoneFactory(action=action)
        by = factories.UserFactory()
        MilestoneChange.objects.create(
            action=action,
            milestone=milestone,
            kind="added",
            to_date=milestone.original_due,
            why="?",
            by=by,
            recorded_at=NOW,
        )
        TrackerImport.objects.create(
            kind="plan",
            council=plan.council,
            plan=plan,
            as_at=TODAY,
            by=by,
            uploaded_at=NOW,
            file_name=f"{number}.csv",
            content=b"",
        )


def test_lists_in_the_admin_ask_as_much_for_many_rows_as_for_one(
    client, plan, django_assert_max_num_queries
):
    _rows(plan, 10)
    for name in ("evidence", "evidencecopy", "milestonechange", "trackerimport"):
        with django_assert_max_num_queries(7):
            client.get(reverse(f"admin:improvement_{name}_changelist"))

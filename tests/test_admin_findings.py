"""The admin of inspections, judgements, recommendations and interventions, by role and state."""

from datetime import timedelta

import pytest
from django.urls import reverse

from councils.publishing import State, in_state, state_of
from inspections.models import Inspection, Intervention, Judgement, Recommendation
from tests import factories
from tests.factories import NOW
from tests.test_admin_posted_keys import post_of

pytestmark = pytest.mark.django_db

INSPECTION = "inspections_inspection"
RECOMMENDATION = "inspections_recommendation"


def at(name, page, *args):
    return reverse(f"admin:{name}_{page}", args=args)


@pytest.fixture
def draft(council):
    return factories.InspectionFactory(council=council, publish_from=None, slug="a-draft")


@pytest.fixture
def public(council):
    return factories.InspectionFactory(council=council, slug="a-public-one")


def form_of(inspection, **changed):
    """What the form of an inspection sends back."""
    body = inspection.inspected.get()
    return post_of(
        **{
            "council": inspection.council_id,
            "framework": inspection.framework_id,
            "slug": inspection.slug,
            "published_on": "20/09/2024",
            "inspected-TOTAL_FORMS": 1,
            "inspected-INITIAL_FORMS": 1,
            "inspected-0-id": body.pk,
            "inspected-0-inspection": inspection.pk,
            "inspected-0-body": body.body_id,
            **changed,
        }
    )


def test_an_inspection_is_found_by_the_year_in_its_name(clerk, draft, public, signed_in):
    days = {"fieldwork_start": None, "fieldwork_end": None, "published_on": "2016-09-20"}
    Inspection.objects.filter(pk=public.pk).update(**days)
    page = signed_in(clerk).get(at(INSPECTION, "changelist"), {"q": f"{public.council} 2016"})
    assert list(page.context["cl"].queryset) == [public]


# --- who may do what ---

# who: list, add, form, save, delete a draft, release a draft, withdraw a public one
TABLE = {
    "clerk": (200, 200, 200, 302, 200, 403, 403),
    "plan_officer": (200, 200, 200, 302, 200, 403, 403),
    "secretary": (200, 200, 200, 302, 200, 403, 403),
    "publisher": (200, 403, 200, 403, 403, 200, 200),
    "reader": (200, 403, 200, 403, 403, 403, 403),
    "officer": (200, 403, 200, 403, 403, 403, 403),
    "administrator": (200, 403, 200, 403, 403, 403, 403),
    "site_administrator": (200, 200, 200, 302, 200, 200, 200),
    "outsider": (200, 200, 404, 404, 404, 404, 404),
}


@pytest.mark.parametrize("who", TABLE)
def test_each_role_does_what_its_line_says(who, request, signed_in, draft, public):
    client = signed_in(request.getfixturevalue(who))
    assert (
        client.get(at(INSPECTION, "changelist")).status_code,
        client.get(at(INSPECTION, "add")).status_code,
        client.get(at(INSPECTION, "change", draft.pk)).status_code,
        client.post(at(INSPECTION, "change", draft.pk), form_of(draft)).status_code,
        client.get(at(INSPECTION, "delete", draft.pk)).status_code,
        client.get(at(INSPECTION, "release", draft.pk)).status_code,
        client.get(at(INSPECTION, "withdraw", public.pk)).status_code,
    ) == TABLE[who]


def test_a_clerk_cannot_publish_by_sending_the_fields(clerk, draft, signed_in):
    sent = {
        "publish_from": "2024-01-01",
        "publish_from_0": "01/01/2024",
        "publish_from_1": "00:00",
        "embargo_readers": [clerk.pk],
        "withdrawn_why": "x",
        "title": "Changed",
    }
    form = form_of(draft, **sent)
    assert signed_in(clerk).post(at(INSPECTION, "change", draft.pk), form).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.publish_from, draft.withdrawn_why) == ("Changed", None, "")
    assert not draft.embargo_readers.exists()


# --- release, embargo, withdrawal ---


def release(client, inspection, **form):
    return client.press(at(INSPECTION, "release", inspection.pk), {"when": "now"} | form)


def test_a_release_is_at_once_and_fixes_the_address(publisher, clerk, draft, signed_in):
    assert release(signed_in(publisher), draft).status_code == 302
    draft.refresh_from_db()
    assert draft.publish_from == NOW
    assert draft.history.first().history_change_reason == "Released"
    form = form_of(draft, slug="another", title="Changed")
    assert signed_in(clerk).post(at(INSPECTION, "change", draft.pk), form).status_code == 302
    draft.refresh_from_db()
    assert (draft.slug, draft.title) == ("a-draft", "Changed")


def test_an_embargoed_inspection_is_seen_by_who_is_named_and_nobody_else(
    publisher, clerk, reader, draft, signed_in
):
    found = factories.RecommendationFactory(inspection=draft)
    later = {"when": "later", "publish_from": "2026-11-19T00:01", "readers": [reader.pk]}
    assert release(signed_in(publisher), draft, **later).status_code == 302
    draft.refresh_from_db()
    assert draft.publish_from == NOW.replace(day=19, hour=0, minute=1)
    assert set(draft.embargo_readers.all()) == {publisher, reader}
    for who, status in [(publisher, 200), (reader, 200), (clerk, 404)]:
        client = signed_in(who)
        assert client.get(at(INSPECTION, "change", draft.pk)).status_code == status
        assert client.get(at(INSPECTION, "history", draft.pk)).status_code == status
        assert client.get(at(RECOMMENDATION, "change", found.pk)).status_code == status
    assert signed_in(clerk).get(at(INSPECTION, "changelist")).context["cl"].result_count == 0


def test_an_embargo_needs_a_moment_still_to_come(publisher, draft, signed_in):
    for moment in ("", "2026-11-18T09:59", "2026-11-18T10:00"):
        answer = release(signed_in(publisher), draft, when="later", publish_from=moment)
        assert answer.status_code == 200
    draft.refresh_from_db()
    assert draft.publish_from is None


def test_an_embargo_can_be_taken_back_before_it_ends(publisher, draft, signed_in):
    client = signed_in(publisher)
    release(client, draft, when="later", publish_from="2026-11-19T00:01")
    assert client.post(at(INSPECTION, "take-back", draft.pk)).status_code == 302
    draft.refresh_from_db()
    assert (draft.publish_from, draft.embargo_readers.count()) == (None, 0)
    assert client.post(at(INSPECTION, "take-back", draft.pk)).status_code == 403


def test_what_looks_like_personal_data_is_answered_before_a_release(publisher, draft, signed_in):
    factories.RecommendationFactory(inspection=draft, text="Ring 0151 496 0123 for the audit.")
    client = signed_in(publisher)
    assert (
        b"looks like a telephone number" in client.get(at(INSPECTION, "release", draft.pk)).content
    )
    assert release(client, draft).status_code == 200
    draft.refresh_from_db()
    assert draft.publish_from is None
    assert release(client, draft, **{"answer-0": "It is the office's."}).status_code == 302
    draft.refresh_from_db()
    assert "Published because: It is the office's." in draft.internal_note


def test_what_was_public_is_withdrawn_with_a_reason_and_never_deleted(
    publisher, site_administrator, public, signed_in
):
    client = signed_in(publisher)
    withdraw = at(INSPECTION, "withdraw", public.pk)
    for why in ("", "   "):
        assert client.post(withdraw, {"why": why}).status_code == 200
    assert client.post(withdraw, {"why": "Issued in error."}).status_code == 302
    public.refresh_from_db()
    assert (public.withdrawn_at, public.withdrawn_by) == (NOW, publisher)
    assert public.withdrawn_why == "Issued in error."
    assert client.post(withdraw, {"why": "Again"}).status_code == 403
    root = signed_in(site_administrator)
    assert root.post(at(INSPECTION, "delete", public.pk), {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": public.pk, "post": "yes"}
    root.post(at(INSPECTION, "changelist"), bulk)
    assert root.post(at(INSPECTION, "change", public.pk), form_of(public)).status_code == 403
    assert Inspection.objects.filter(pk=public.pk).exists()


def test_a_draft_is_deleted_with_its_findings_which_are_named_before(clerk, draft, signed_in):
    found = factories.RecommendationFactory(inspection=draft, text="Mend the roof.")
    client, delete = signed_in(clerk), at(INSPECTION, "delete", draft.pk)
    assert b"Mend the roof" in client.get(delete).content
    assert Inspection.objects.filter(pk=draft.pk).exists()
    assert client.post(delete, {"post": "yes"}).status_code == 302
    assert not Inspection.objects.filter(pk=draft.pk).exists()
    assert not type(found).objects.filter(pk=found.pk).exists()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("minutes", [None, -1, 0, 1])
@pytest.mark.parametrize("withdrawn", [False, True])
def test_the_state_in_a_word_and_in_the_database_agree(
    state, minutes, withdrawn, council, publisher
):
    moment = None if minutes is None else NOW + timedelta(minutes=minutes)
    gone = {"withdrawn_at": NOW, "withdrawn_by": publisher, "withdrawn_why": "x"}
    row = factories.InterventionFactory(
        council=council, publish_from=moment, **(gone if withdrawn else {})
    )
    found = Intervention.objects.filter(in_state(state, NOW)).exists()
    assert found == (state_of(row, NOW) is state)


# --- judgements ---


def judged(inspection, **changed):
    row = inspection.judgements.get()
    return form_of(inspection) | {
        "judgements-TOTAL_FORMS": 1,
        "judgements-INITIAL_FORMS": 1,
        "judgements-0-id": row.pk,
        "judgements-0-inspection": inspection.pk,
        "judgements-0-area": row.area_id,
        "judgements-0-grade": row.grade_id,
        **{f"judgements-0-{name}": value for name, value in changed.items()},
    }


def test_a_judgement_is_changed_in_a_draft_and_not_once_it_is_public(
    clerk, draft, public, signed_in
):
    client = signed_in(clerk)
    for inspection, page in [(draft, 7), (public, None)]:
        row = factories.JudgementFactory(inspection=inspection)
        for more in ({"page": 7}, {"page": 7, "DELETE": ""}):
            client.post(at(INSPECTION, "change", inspection.pk), judged(inspection, **more))
        row.refresh_from_db()
        assert row.page == page
    client.post(at(INSPECTION, "change", public.pk), judged(public, DELETE="on"))
    assert public.judgements.exists()


def test_a_public_judgement_is_corrected_by_a_row_beside_it(clerk, public, signed_in):
    old = factories.JudgementFactory(inspection=public)
    best = old.area.framework.scale.grades.first()
    correct = at(INSPECTION, "correct", public.pk, old.pk)
    form = {"grade": best.pk, "why": "The letter of 3 March says so."}
    client = signed_in(clerk)
    assert client.post(correct, {"grade": best.pk}).status_code == 200
    assert client.post(correct, form | {"no_grade": "not-known"}).status_code == 200
    assert client.post(correct, form).status_code == 302
    new = Judgement.objects.current().get()
    old.refresh_from_db()
    assert (new.grade, new.corrects, new.correction_note) == (best, old, form["why"])
    assert old.superseded_on == NOW.date()
    assert client.post(correct, form).status_code == 404


def test_a_judgement_is_corrected_only_where_it_may_and_when_it_is_public(
    clerk, publisher, outsider, public, draft, signed_in
):
    form = {"no_grade": "not-known", "why": "x"}
    row = factories.JudgementFactory(inspection=public)
    of_draft = factories.JudgementFactory(inspection=draft)
    tries = [(publisher, public, row, 403), (outsider, public, row, 404)]
    tries += [(clerk, draft, of_draft, 200), (clerk, public, of_draft, 404)]
    for who, inspection, judgement, status in tries:
        correct = at(INSPECTION, "correct", inspection.pk, judgement.pk)
        assert signed_in(who).post(correct, form).status_code == status
    assert Judgement.objects.count() == 2


def test_an_area_with_two_judgements_is_refused_with_a_sentence(clerk, draft, signed_in):
    row = factories.JudgementFactory(inspection=draft)
    twice = judged(draft) | {
        "judgements-TOTAL_FORMS": 2,
        "judgements-1-area": row.area_id,
        "judgements-1-grade": row.grade_id,
    }
    answer = signed_in(clerk).post(at(INSPECTION, "change", draft.pk), twice)
    assert answer.status_code == 200
    assert b"already has a judgement" in answer.content or b"here twice" in answer.content


# --- recommendations ---


def text_of(row, **changed):
    shown = {"body": row.body_id, "section": row.section, "order": row.order, "text": row.text}
    return shown | {"reference": row.reference} | changed


def test_the_reading_of_a_public_recommendation_is_corrected_in_the_open(clerk, public, signed_in):
    row = factories.RecommendationFactory(inspection=public, text="Chek the door.")
    change = at(RECOMMENDATION, "change", row.pk)
    client = signed_in(clerk)
    assert b"you correct the reading, the words stay theirs" in client.get(change).content
    assert client.post(change, text_of(row, text="Check the door.")).status_code == 302
    history = client.get(at(RECOMMENDATION, "history", row.pk)).content.decode()
    assert "Clara Dunn changed the recommendation" in history
    assert "<td>Chek the door.</td><td>Check the door.</td>" in history


def test_two_recommendations_at_one_place_are_refused_with_a_sentence(clerk, draft, signed_in):
    first, second = factories.RecommendationFactory.create_batch(2, inspection=draft)
    form = text_of(second, order=first.order, reference="")
    answer = signed_in(clerk).post(at(RECOMMENDATION, "change", second.pk), form)
    assert b"There is already a recommendation at this place." in answer.content


def test_a_public_recommendation_is_withdrawn_by_a_publisher(clerk, publisher, public, signed_in):
    row = factories.RecommendationFactory(inspection=public)
    withdraw = at(RECOMMENDATION, "withdraw", row.pk)
    assert signed_in(clerk).post(withdraw, {"why": "x"}).status_code == 403
    assert signed_in(clerk).post(at(RECOMMENDATION, "delete", row.pk)).status_code == 403
    assert signed_in(publisher).post(withdraw, {"why": "Printed twice."}).status_code == 302
    row.refresh_from_db()
    assert (row.withdrawn_by, row.withdrawn_why) == (publisher, "Printed twice.")
    assert Recommendation.objects.standing().count() == 0


def test_the_recommendations_of_a_withdrawn_inspection_are_withdrawn_with_it(
    clerk, publisher, public, draft, signed_in
):
    gone = factories.RecommendationFactory(inspection=public)
    public.withdrawn_at, public.withdrawn_by, public.withdrawn_why = NOW, publisher, "An error."
    public.save()
    factories.RecommendationFactory(inspection=draft)
    client = signed_in(clerk)
    form = text_of(gone, text="Changed")
    assert client.post(at(RECOMMENDATION, "change", gone.pk), form).status_code == 403
    for state, count in [("withdrawn", 1), ("draft", 1), ("public", 0)]:
        found = client.get(at(RECOMMENDATION, "changelist"), {"state": state}).context["cl"]
        assert found.result_count == count
        assert {found.model_admin.state(row) for row in found.result_list} <= {state}


def test_a_recommendation_returns_only_within_one_council(person, draft, other_council, signed_in):
    both = person("Bea Both", draft.council, "clerk")
    factories.MembershipFactory(user=both, council=other_council, role="clerk")
    earlier = factories.RecommendationFactory(inspection__council=other_council)
    later = factories.RecommendationFactory(inspection=draft)
    add = at("inspections_recommendationlink", "add")
    answer = signed_in(both).post(add, {"earlier": earlier.pk, "later": later.pk})
    assert b"belong to different councils" in answer.content


# --- how many queries a list costs ---

# the session, the person, their roles; the count, the rows; the choices of one filter
LISTS = {INSPECTION: 5, RECOMMENDATION: 6, "inspections_intervention": 5}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_queries_for_one_row_and_for_three(
    name, rows, clerk, council, signed_in, django_assert_num_queries
):
    for _ in range(rows):
        inspection = factories.InspectionFactory(council=council)
        factories.RecommendationFactory(inspection=inspection)
        factories.InterventionFactory(council=council)
    client = signed_in(clerk)
    with django_assert_num_queries(LISTS[name]):
        assert client.get(at(name, "changelist")).status_code == 200

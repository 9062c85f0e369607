"""Forms of the admin filled in by hand, with keys of another council's rows."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from councils.access import Role
from councils.models import Council
from inspections.models import InspectedBody, Inspection, Judgement, Recommendation
from tests import factories
from tests.intruder import unchanged

pytestmark = pytest.mark.django_db


def post_of(**fields):
    """Fields of a form, and the empty management forms of every inline there may be."""
    prefixes = ("memberships", "codes", "holdings", "inspected", "judgements", "shares")
    empty = {
        f"{prefix}-{name}": 0
        for prefix in (*prefixes, "workstreams")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }
    return empty | fields


def counts():
    """How many rows there are of each of our kinds."""
    return {model: model._base_manager.count() for model in apps.get_models()}


def add_forms(theirs, mine):
    """A form to add each kind of row, right but for one key of theirs."""
    ours = {model.__name__: row.pk for model, row in mine.items()}
    their = {model.__name__: row.pk for model, row in theirs.items()}
    framework = mine[Inspection].framework_id
    inspection = {
        "council": ours["Council"],
        "framework": framework,
        "slug": "planted",
        "inspected-TOTAL_FORMS": 1,
        "inspected-0-body": mine[Council].body.pk,
    }
    recommendation = {
        "inspection": ours["Inspection"],
        "body": mine[Council].body.pk,
        "order": 90,
        "text": "Planted",
    }
    post = {"council": ours["Council"], "title": "Planted", "shown": "title"}
    step = {"council": ours["Council"], "kind": "trust", "issued_on": "1/2/2026"}
    link = {"earlier": second(mine), "later": ours["Recommendation"]}
    role = {"email": "x@example.org", "first_name": "X", "last_name": "Y", "role": "clerk"}
    body = {"name": "Planted", "kind": "trust"}
    yield "inspections_inspection", inspection, {"council": their["Council"]}
    yield "inspections_inspection", inspection, {"parent": their["Inspection"]}
    yield "inspections_inspection", inspection, {"inspected-0-body": their["Body"]}
    yield "inspections_recommendation", recommendation, {"inspection": their["Inspection"]}
    yield "inspections_recommendation", recommendation, {"body": their["Body"]}
    yield "inspections_recommendation", recommendation, {"responsible": [their["Body"]]}
    yield "inspections_intervention", step, {"council": their["Council"]}
    yield "inspections_intervention", step, {"replaced_by": their["Intervention"]}
    yield "inspections_recommendationlink", link, {"earlier": their["Recommendation"]}
    yield "inspections_recommendationlink", link, {"later": their["Recommendation"]}
    yield "councils_post", post, {"council": their["Council"]}
    yield "councils_post", post, {"body": their["Body"]}
    yield "councils_membership", role | {"council": ours["Council"]}, {"council": their["Council"]}
    yield "councils_body", body | {"areas": [ours["Council"]]}, {"areas": [their["Council"]]}


def second(rows):
    """Another recommendation of the same inspection."""
    standing = rows[Recommendation].inspection.recommendations
    return standing.exclude(pk=rows[Recommendation].pk).get().pk


def test_no_form_to_add_accepts_a_key_of_theirs(theirs, mine, intruder):
    for name, right, wrong in list(add_forms(theirs, mine)):
        before = counts()
        at = reverse(f"admin:{name}_add")
        assert intruder.post(at, post_of(**right | wrong)).status_code == 200, (name, wrong)
        assert counts() == before, (name, wrong)


def test_the_same_forms_without_that_key_are_accepted(theirs, mine, intruder):
    """So that the test before can fail."""
    done = set()
    for name, right, _ in list(add_forms(theirs, mine)):
        if name not in done:
            answer = intruder.client.post(reverse(f"admin:{name}_add"), post_of(**right))
            assert answer.status_code == 302, (name, answer.context["errors"])
        done.add(name)
    assert len(done) == 7


def test_an_inline_row_of_theirs_cannot_be_slipped_into_ones_own_form(theirs, mine, intruder):
    row, own = theirs[Judgement], mine[Judgement]
    stands = unchanged(row)
    fields = {
        "council": mine[Council].pk,
        "framework": own.inspection.framework_id,
        "slug": own.inspection.slug,
        "inspected-TOTAL_FORMS": 1,
        "inspected-INITIAL_FORMS": 1,
        "inspected-0-id": mine[InspectedBody].pk,
        "inspected-0-inspection": own.inspection_id,
        "inspected-0-body": mine[Council].body.pk,
        "judgements-TOTAL_FORMS": 1,
        "judgements-INITIAL_FORMS": 1,
        "judgements-0-id": row.pk,
        "judgements-0-inspection": own.inspection_id,
        "judgements-0-area": own.area_id,
        "judgements-0-grade": own.grade_id,
        "judgements-0-page": 9,
    }
    at = reverse("admin:inspections_inspection_change", args=[own.inspection_id])
    for more in ({}, {"judgements-0-DELETE": "on"}, {"judgements-0-inspection": row.inspection_id}):
        intruder.post(at, post_of(**fields | more))
        assert stands()
    assert intruder.post(at, post_of(**fields | {"judgements-0-id": own.pk})).status_code == 302
    own.refresh_from_db()
    assert own.page == 9


def test_who_reads_at_one_council_and_writes_at_another_writes_only_there(
    person, council, theirs, mine, signed_in
):
    both = person("Bea Both", council, Role.READER)
    for role in (Role.CLERK, Role.ADMINISTRATOR):
        factories.MembershipFactory(user=both, council=mine[Council], role=role)
    client = signed_in(both)
    for name, right, wrong in list(add_forms(theirs, mine)):
        if set(wrong) & {"council", "inspection", "later", "areas"}:
            before = counts()
            answer = client.post(reverse(f"admin:{name}_add"), post_of(**right | wrong))
            assert (answer.status_code, counts()) == (200, before), (name, wrong)
    row = theirs[Inspection]
    change = reverse("admin:inspections_inspection_change", args=[row.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, post_of(council=row.council_id)).status_code == 403
    moved = post_of(council=row.council_id, framework=row.framework_id, slug="moved")
    own = reverse("admin:inspections_inspection_change", args=[mine[Inspection].pk])
    assert client.post(own, moved).status_code == 200
    bulk = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes", "index": 0}
    assert client.post(reverse("admin:inspections_inspection_changelist"), bulk).status_code in {
        200,
        403,
    }
    assert Inspection.objects.filter(pk=row.pk).exists()


def test_a_row_that_a_form_let_through_is_refused_when_it_is_saved(theirs, mine, rf, outsider):
    """The last check, should a form's own ever fail."""
    request = rf.post("/")
    request.user = outsider
    for model in (Inspection, Recommendation):
        saving = admin.site.get_model_admin(model).save_model
        saving(request, mine[model], None, change=False)
        for change in (False, True):
            with pytest.raises(PermissionDenied):
                saving(request, theirs[model], None, change=change)

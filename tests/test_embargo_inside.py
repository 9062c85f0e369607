"""An embargo holds inside the council too: a colleague who is not named on a record, whatever
roles they hold, finds nothing of it; nor of what belongs to it, nor of what merely names it.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from councils.access import Role
from improvement.models import Plan
from tests import factories, indicator_factories
from tests.cast import northbridge, post_held_by, sign_in, somebody
from tests.intruder import SECRET, Intruder, plant, rows_of
from tests.test_admin_scope import CLASSES, GUARDED, address, every_class, related_fields
from tests.test_nothing_leaks import crawl

pytestmark = pytest.mark.django_db
UNTIL = factories.NOW + timedelta(days=1)
# Of the council, its people and files: these stand under no embargo.
NOT_UNDER_IT = {
    "Council",
    "User",
    "Membership",
    "Body",
    "Post",
    "PostHolding",
    "ReadingImport",
    "Redaction",
    "TrackerLayout",
}


class Insider(Intruder):
    """A signed-in colleague's client, which fails the moment an answer repeats the secret."""

    def _checked(self, response):
        content = b"".join(response) if response.streaming else response.content
        told = content.decode(errors="replace") + response.headers.get("Location", "")
        assert SECRET not in told.lower(), (
            response.request["PATH_INFO"],
            response.request["QUERY_STRING"],
            told[max(0, told.lower().find(SECRET) - 300) :][:400],
        )
        return response


@pytest.fixture(scope="module")
def council(kept):
    return northbridge()


@pytest.fixture(scope="module")
def colleague(council):
    return somebody("Colin Beck", council, *Role)


@pytest.fixture(scope="module")
def under_embargo(council, colleague):
    """A row of every kind, under embargo, of actions that the colleague's own post leads."""
    rows = [
        row
        for row in rows_of(council, somebody("Nina Named", council, Role.ACTION_LEAD))
        if type(row).__name__ not in NOT_UNDER_IT
    ]
    found = {type(row).__name__: row for row in rows}
    post = post_held_by(colleague, council, "Head of Assessment")
    for row in rows:
        plant(row)
        if hasattr(row, "publish_from"):
            row.publish_from = UNTIL
            row.save(update_fields=["publish_from"])
    action = found["Action"]
    action.lead, action.public_at = post, factories.NOW
    action.save(update_fields=["lead", "public_at"])
    action.recommendations.add(found["Recommendation"])
    return found


@pytest.fixture(scope="module")
def public_action(council, colleague, under_embargo):
    """A public action that answers a recommendation under embargo, in a plan that does so too."""
    plan = factories.PlanFactory(council=council, slug="improvement-plan")
    plan.inspections.set([under_embargo["Inspection"]])
    action = factories.ActionFactory(plan=plan, reference="2.3", lead=under_embargo["Action"].lead)
    action.recommendations.add(under_embargo["Recommendation"])
    under_embargo["Indicator"].actions.add(action)
    inspection = factories.InspectionFactory(council=council, slug="inspection-2024")
    returns = factories.RecommendationFactory(inspection=inspection)
    returns.returns_from.create(earlier=under_embargo["Recommendation"], note=SECRET)
    indicator = indicator_factories.IndicatorFactory(council=council, plans=[plan])
    indicator.actions.add(under_embargo["Action"])
    return action


@pytest.fixture(scope="module")
def insider(colleague, under_embargo, public_action):
    return Insider(sign_in(colleague))


def test_the_admin_opens_without_a_word_of_it(insider):
    assert insider.get("/admin/").status_code == 200


@every_class(CLASSES)
def test_no_list_search_or_empty_form_tells_of_it(model_admin, insider):
    at = address(model_admin, "changelist")
    for query in ({}, {"q": "zeb"}, {"o": "-1"}, {"_facets": "True"}, {"_popup": 1}):
        assert insider.get(at, query).status_code in {200, 404}
    assert insider.get(address(model_admin, "add")).status_code in {200, 302, 403, 404}


@every_class([each for each in GUARDED if each.model.__name__ not in NOT_UNDER_IT])
def test_what_is_under_embargo_answers_404(model_admin, insider, under_embargo):
    row = under_embargo[model_admin.model.__name__]
    for page in ["change", "history", "delete", *getattr(model_admin, "acts", {})]:
        assert insider.get(address(model_admin, page, row.pk)).status_code == 404, page
        assert insider.post(address(model_admin, page, row.pk), {"post": "yes"}).status_code in {
            403,
            404,
            405,
        }, page


@every_class([each for each in GUARDED if each.model.__name__ not in NOT_UNDER_IT])
def test_no_page_or_file_beside_it_opens(model_admin, insider, under_embargo):
    """Every address of the class that names the row: pictures, files, reports and the rest."""
    row = under_embargo[model_admin.model.__name__]
    for pattern in model_admin.urls:
        kinds = pattern.pattern.converters
        if not pattern.name or "object_id" not in kinds:
            continue
        given = {
            name: 1 if "int" in type(kind).__name__.lower() else "1" for name, kind in kinds.items()
        } | {"object_id": row.pk}
        at = reverse(f"admin:{pattern.name}", kwargs=given)
        assert insider.get(at).status_code in {404, 405}, at
        assert insider.post(at).status_code in {403, 404, 405}, at


# Read by way of their owner alone, which has the gate; none is listed or looked up by itself.
BY_THEIR_OWNER = {
    "ActionPeriod",
    "ActionState",
    "ImportRow",
    "MilestoneReached",
    "ReadingCorrection",
    "ReadingDoubt",
    "RecommendationApart",
    "Relinked",
    "ReportVersion",
}


def test_whatever_belongs_to_what_can_be_embargoed_has_a_gate():
    def under_embargo_by_way_of(model, seen=()):
        if hasattr(model, "embargo_readers"):
            return True
        return any(
            under_embargo_by_way_of(field.related_model, (*seen, model))
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model not in (*seen, model)
        )

    ours = [apps.get_app_config(name) for name in ("councils", "inspections", "improvement")]
    without = {
        model.__name__
        for app in ours
        for model in app.get_models()
        if not hasattr(model, "instance_type")
        and under_embargo_by_way_of(model)
        and not hasattr(model._default_manager, "visible_to")
    }
    assert without == BY_THEIR_OWNER


def test_no_look_up_finds_it(insider):
    for model, field in related_fields():
        opts = model._meta
        query = {"app_label": opts.app_label, "model_name": opts.model_name}
        for term in ("", "zeb"):
            found = insider.get(
                reverse("admin:autocomplete"), query | {"field_name": field.name, "term": term}
            )
            assert found.status_code in {200, 404}, field


def test_the_pages_of_what_is_public_do_not_name_it(insider, public_action, council):
    seen = [public_action, public_action.plan, *public_action.plan.indicators.all()]
    seen += [*council.inspections.all(), *council.posts.all()]
    for row in seen:
        model_admin = admin.site.get_model_admin(type(row))
        for page in ("change", "history", "delete"):
            assert insider.get(address(model_admin, page, row.pk)).status_code in {200, 403, 404}


def test_no_public_page_or_file_tells_a_colleague_of_it(insider):
    assert len([insider._checked(answer) for _, answer in crawl(insider.client)]) > 15


def test_a_report_on_several_actions_shows_and_writes_none_of_it(insider, under_embargo):
    at = reverse("admin:improvement_action_report-several")
    insider.get(at)
    action = under_embargo["Action"]
    before = action.updates.count()
    for prefix in (f"{action.pk}", f"action-{action.pk}"):
        form = {f"{prefix}-status": "in-progress", f"{prefix}-confidence": "on-track"}
        insider.post(at, form | {f"{prefix}-reason": "As agreed.", "action": [action.pk]})
    assert action.updates.count() == before


def test_saving_a_public_record_keeps_its_links_to_what_is_under_embargo(
    insider, public_action, under_embargo
):
    for row, links in ((public_action, "recommendations"), (public_action.plan, "inspections")):
        at = address(admin.site.get_model_admin(type(row)), "change", row.pk)
        page = insider.get(at)
        form = page.context["adminform"].form
        sent = {
            form.add_prefix(name): value
            for name in form.fields
            if (value := form[name].value()) not in (None, False, "")
        }
        for formset in page.context["inline_admin_formsets"]:
            for each in [formset.formset.management_form, *formset.formset.forms]:
                sent |= {
                    each.add_prefix(n): v
                    for n in each.fields
                    if (v := each[n].value()) not in (None, False, "")
                }
        insider.post(at, sent)
        assert getattr(row, links).count() == 1, links


def test_who_is_named_finds_all_of_it(colleague, under_embargo, public_action):
    for row in under_embargo.values():
        if isinstance(row, Plan) or hasattr(row, "embargo_readers"):
            row.embargo_readers.add(colleague)
    client = sign_in(colleague)
    for name in ("Plan", "Action", "Workstream", "Release", "RecommendationLink", "Import"):
        row = under_embargo[name]
        at = address(admin.site.get_model_admin(type(row)), "change", row.pk)
        assert SECRET in client.get(at).text.lower() or name == "Release", name
        assert client.get(at).status_code == 200, name
    for row in under_embargo.values():
        if hasattr(row, "embargo_readers"):
            row.embargo_readers.clear()

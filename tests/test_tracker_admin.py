"""A tracker in the admin: from the plan's page to what was saved, and who may do what."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from improvement.models import TrackerImport, Update
from improvement.trackers.questions import Free
from tests import factories
from tests.cast import sign_in
from tests.factories import TODAY
from tests.spreadsheets import workbook
from tests.tracker_files import HEADINGS, MANAGERS, VISITS, brought_in, csv_of, previewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(plan_officer):
    return sign_in(plan_officer)


def at(page, batch):
    return reverse(f"admin:improvement_trackerimport_{page}", args=[batch.pk])


def upload(client, plan, content, *, name="tracker.csv", as_at=TODAY):
    address = reverse("admin:improvement_plan_import-tracker", args=[plan.pk])
    sent = {"file": SimpleUploadedFile(name, content), "as_at": as_at.isoformat()}
    return client.post(address, sent, follow=True)


def text_of(page):
    words = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(unescape(words).split())


def settle(client, page, **answers):
    """Send the page of questions as it stands, with answers to what is open."""
    form = page.context["form"]
    sent = {"name": "Board tracker", "first_date": "yes"}
    for question in form.questions:
        sent[question.key] = "" if question.proposed is None else question.proposed
        if question.key.startswith("word:"):
            sent[question.key] = "in-progress/on-track"
        elif question.proposed is None and question.free == Free.POSTS:
            sent[f"{question.key}/free"] = answers["lead"]
    return client.post(page.redirect_chain[-1][0], sent, follow=True)


def test_a_clerks_journey_from_the_plan_to_what_was_saved(client, plan, action, plan_officer):
    plans_page = client.get(reverse("admin:improvement_plan_change", args=[plan.pk]))
    assert "Import a tracker" in text_of(plans_page)
    page = upload(client, plan, csv_of([*MANAGERS, "Green", "All is well."]))
    told = text_of(page)
    assert "What does this tracker mean?" in told
    assert "“Green” stands as rating of one action." in told
    assert "Is it the date first promised?" in told
    page = settle(client, page)
    told = text_of(page)
    assert "Nothing has been saved yet." in told
    assert "1 changed" in told
    assert "Reported status: removed: not started added: in progress" in told
    assert not Update.objects.exists()
    page = client.post(at("confirm", page.context["object"]), follow=True)
    assert "Saved. What each row did is told below." in text_of(page)
    assert action.updates.get().what_changed == "All is well."
    page = client.get(reverse("admin:improvement_action_change", args=[action.pk]))
    assert "Brought in by a file tracker.csv , row 2" in text_of(page)
    page = client.post(at("undo", TrackerImport.objects.get()), follow=True)
    assert "everything is as it was before" in text_of(page)
    assert not Update.objects.exists()


def test_next_months_file_is_one_click(client, plan, action, plan_officer):
    brought_in(plan, [*MANAGERS, "Green", ""], by=plan_officer)
    page = upload(client, plan, csv_of([*MANAGERS, "Green", "Three are in post."]))
    assert 'value="Confirm 1"' in page.content.decode()


def test_an_answer_left_open_is_asked_for_by_name(client, plan, action):
    page = upload(client, plan, csv_of([*MANAGERS, "Green", ""]))
    page = client.post(page.redirect_chain[-1][0], {"name": "Board tracker"})
    assert "“Green” stands as rating of one action. Choose an answer." in text_of(page)
    assert page.content.decode().count("Error:")


def test_a_lead_that_is_no_post_is_offered_and_made_by_who_names_posts(
    plan, plan_officer, council, site_administrator
):
    page = upload(sign_in(plan_officer), plan, csv_of(["1", "Do it.", "HoS", "", "", ""]))
    page = settle(sign_in(plan_officer), page, lead="Head of Service")
    batch = page.context["object"]
    assert "Leads that are no post here: 1" in text_of(page)
    assert "An administrator of your council names posts." in text_of(page)
    sent = {"post": "Head of Service"}
    assert sign_in(plan_officer).post(at("posts", batch), sent).status_code == 403
    page = sign_in(site_administrator).post(at("posts", batch), sent, follow=True)
    assert "Leads that are no post here" not in text_of(page)
    sign_in(plan_officer).post(at("confirm", batch))
    assert plan.actions.get().lead == council.posts.get(title="Head of Service")


def test_hidden_rows_are_shown_and_need_a_tick(client, plan, action, plan_officer):
    brought_in(plan, [*MANAGERS, "Green", ""], by=plan_officer)

    def hide(_, sheet):
        sheet.row_dimensions[3].hidden = True

    content = workbook(HEADINGS, [*MANAGERS, "Green", ""], [*VISITS, "Green", ""], change=hide)
    page = upload(client, plan, content, name="tracker.xlsx")
    if "form" in (page.context or {}):
        sent = {"name": "Second"}
        for question in page.context["form"].questions:
            sent[question.key] = question.proposed or "take"
        page = client.post(page.redirect_chain[-1][0], sent, follow=True)
    assert "Hidden in the file: 1" in text_of(page)
    batch = page.context["object"]
    client.post(at("confirm", batch))
    assert plan.actions.count() == 1
    client.post(at("confirm", batch), {"hidden-seen": "on"})
    assert plan.actions.count() == 2

    content = workbook(HEADINGS, [*MANAGERS, "Green", ""], [*VISITS, "Green", "Two."], change=hide)
    page = upload(client, plan, content, name="next month.xlsx")
    assert "Hidden in the file: 1" in text_of(page)  # taken last time: shown at once
    client.post(at("confirm", page.context["object"]))
    page = client.get(at("change", page.context["object"]))
    assert "Look first at what is hidden" in text_of(page)


def test_a_clerk_without_the_powers_prepares_and_the_plan_officer_confirms(
    plan, action, clerk, plan_officer
):
    page = upload(sign_in(clerk), plan, csv_of([*MANAGERS, "Green", ""]))
    page = settle(sign_in(clerk), page)
    told = text_of(page)
    assert "All of it is left for the plan officer" in told
    assert 'value="Confirm' not in page.content.decode()
    batch = page.context["object"]
    assert 'value="Confirm 1"' in sign_in(plan_officer).get(at("change", batch)).content.decode()
    sign_in(plan_officer).post(at("confirm", batch))
    assert action.updates.get().by == plan_officer


def test_a_reason_is_asked_for_once_where_the_public_reads_it(client, plan, action, plan_officer):
    batch = previewed(plan, [*MANAGERS[:3], "31/01/2027", "", ""], by=plan_officer)
    page = client.get(at("change", batch))
    assert "Why do these dates or promises change?" in text_of(page)
    page = client.post(at("confirm", batch), follow=True)
    assert "say why" in text_of(page)
    client.post(at("confirm", batch), {"why": "The panel was late."})
    assert action.moves.get().reason == "The panel was late."


def test_personal_data_in_a_public_promise_stops_the_whole_file(client, plan, action, plan_officer):
    row = ["2.3", "Decide every contact, call 0151 496 0000", *MANAGERS[2:], "Green", ""]
    batch = previewed(plan, row, by=plan_officer)
    page = client.post(at("confirm", batch), {"why": "Plainer.", "take": "1"}, follow=True)
    assert "look like personal data" in text_of(page)
    assert not Update.objects.exists()
    assert ">Plainer.</textarea>" in page.content.decode(), "what was written is not lost"
    assert re.search('name="take" value="1"[^>]* checked', page.content.decode())


def test_wrong_rows_are_told_with_their_mend(client, plan, plan_officer):
    batch = previewed(plan, [*MANAGERS, "", ""], [*MANAGERS, "", ""], by=plan_officer)
    told = text_of(client.get(at("change", batch)))
    assert "It has the same reference as row 2. Correct one of them, or delete it." in told
    assert "Nothing can be confirmed while a row is wrong." in told


def test_a_file_that_is_no_tracker_gets_a_sentence(client, plan):
    page = upload(client, plan, b"%PDF-1.7", name="tracker.pdf")
    assert "This is a PDF, not a table." in text_of(page)
    assert not TrackerImport.objects.exists()


def test_a_preview_can_be_discarded(client, plan, action, plan_officer):
    batch = previewed(plan, [*MANAGERS, "Green", ""], by=plan_officer)
    assert "Nothing was saved." in text_of(client.post(at("discard", batch), follow=True))
    assert "discarded" in text_of(client.post(at("confirm", batch), follow=True))
    assert not Update.objects.exists()


def test_a_forgotten_layout_is_asked_for_anew(client, plan, action, plan_officer, council):
    batch = previewed(plan, [*MANAGERS, "Green", ""], by=plan_officer)
    layout = council.tracker_layouts.get()
    page = client.get(reverse("admin:improvement_trackerlayout_change", args=[layout.pk]))
    assert "“RAG” is how sure the lead is" in text_of(page)
    delete = reverse("admin:improvement_trackerlayout_delete", args=[layout.pk])
    client.post(delete, {"post": "yes"})
    page = client.get(at("change", batch), follow=True)
    assert "What shall this layout be called?" in text_of(page)


@pytest.mark.parametrize("page", ["layout", "again", "posts", "confirm", "undo", "discard"])
def test_another_councils_people_find_nothing_and_a_reader_may_not(
    page, plan, action, plan_officer, outsider, reader
):
    batch = previewed(plan, [*MANAGERS, "Green", ""], by=plan_officer)
    address = at(page, batch)
    assert sign_in(outsider).post(address).status_code == 404
    assert sign_in(reader).post(address).status_code == 403
    assert sign_in(reader).get(at("change", batch)).status_code == 200
    assert sign_in(outsider).get(at("change", batch)).status_code == 404


def test_rows_by_kind_have_a_page_and_unknown_kinds_have_none(client, plan, action, plan_officer):
    batch = previewed(plan, [*MANAGERS, "Green", ""], by=plan_officer)
    page = client.get(reverse("admin:improvement_trackerimport_rows", args=[batch.pk, "changed"]))
    assert "Decide every contact in one day" in text_of(page)
    unknown = reverse("admin:improvement_trackerimport_rows", args=[batch.pk, "secret"])
    assert client.get(unknown).status_code == 404


def test_a_plan_goes_out_in_our_layout_and_in_the_councils(
    client, plan, action, plan_officer, council, outsider, publisher
):
    brought_in(plan, [*MANAGERS, "Green", ""], by=plan_officer)
    address = reverse("admin:improvement_plan_export-tracker", args=[plan.pk])
    assert "Board tracker" in text_of(client.get(address))
    ours = client.get(address, {"form": "csv"})
    assert b"Decide every contact in one day" in ours.content
    assert ours["Content-Disposition"].endswith('improvement-plan-tracker.csv"')
    kept = council.tracker_layouts.get()
    theirs = client.get(address, {"form": "csv", "layout": kept.pk})
    assert theirs.content.decode("utf-8-sig").startswith("Ref,Action,Lead")
    assert client.get(address, {"form": "exe"}).status_code == 404
    other = factories.PlanFactory(publish_from=None)
    kept.council = other.council
    kept.save()
    assert client.get(address, {"form": "csv", "layout": kept.pk}).status_code == 404
    assert sign_in(outsider).get(address).status_code == 404
    assert sign_in(publisher).get(address).status_code == 200


def test_a_layout_of_several_sheets_is_not_offered_as_csv_and_the_page_says_why(
    client, plan, action, plan_officer, council
):
    brought_in(plan, [*MANAGERS, "Green", ""], by=plan_officer)
    kept = council.tracker_layouts.get()
    (sheet,) = kept.layout["sheets"]
    kept.layout["sheets"] = [sheet | {"name": "Plan"}, sheet | {"name": "Done", "role": "closed"}]
    kept.save()
    address = reverse("admin:improvement_plan_export-tracker", args=[plan.pk])
    html = client.get(address).content.decode()
    assert f"?layout={kept.pk}&amp;form=xlsx" in html
    assert f"?layout={kept.pk}&amp;form=csv" not in html
    why = "A CSV file holds one sheet, and this layout has 2: “Plan” and “Done”."
    assert why in html
    asked_for = client.get(address, {"form": "csv", "layout": kept.pk}).content.decode()
    assert "<title>Error: " in re.sub(r"\s+", " ", asked_for)
    assert f'role="alert"><a href="#layout-{kept.pk}">CSV was not made. {why}' in asked_for
    assert f'<tr id="layout-{kept.pk}">' in asked_for


def test_the_page_of_a_preview_asks_the_same_number_of_queries_for_many_rows(
    client, plan, plan_officer, django_assert_max_num_queries
):
    rows = [[f"5.{n}", f"Do thing number {n}", "", "", "Green", f"Note {n}."] for n in range(40)]
    batch = previewed(plan, *rows, by=plan_officer)
    with django_assert_max_num_queries(45):
        client.get(at("change", batch))


TWO_LEADS = ["2.3", "Decide every contact in one day", "Head of Access / DCS", "Q3", "Green", ""]


def test_what_only_a_person_can_say_is_asked_first_and_counted(client, plan):
    told = text_of(upload(client, plan, csv_of(TWO_LEADS)))
    assert "Only you can say: 4" in told  # the date, the word, the lead, the first date
    assert told.index("“Green” stands as rating") < told.index("Proposed: look whether it is right")
    assert told.index("Proposed: look whether it is right") < told.index("A column headed “Ref”")


def test_what_was_left_open_stays_open_after_a_mistake_elsewhere(client, plan):
    page = upload(client, plan, csv_of(TWO_LEADS))
    page = client.post(page.redirect_chain[-1][0], {"name": "Board tracker"})
    assert "Choose an answer." in text_of(page)
    boxes = re.findall(r"<input[^>]*radio[^>]*>", page.content.decode())
    assert boxes
    assert not any("checked" in box for box in boxes)


def test_an_answer_of_several_lines_is_taken_as_a_browser_sends_it(client, plan):
    page = upload(client, plan, csv_of(TWO_LEADS))
    address, form = page.redirect_chain[-1][0], page.context["form"]
    sent = {one.key: one.proposed for one in form.questions if not one.blocks}
    sent |= {"name": "Board tracker", "first_date": "yes", "date:q3": "", "word:rag:green": "x"}
    lead = next(one for one in form.questions if one.key.startswith("lead:"))
    two = next(one.value for one in lead.choices if "\n" in one.value)
    sent[lead.key] = two.replace("\n", "\r\n")
    errors = client.post(address, sent).context["form"].errors
    assert list(errors) == ["word:rag:green"]


def test_a_saved_row_does_not_tell_of_a_promise_that_stayed(client, plan, action, plan_officer):
    row = ["2.3", "Decide every contact within a day", "", "", "Green", ""]
    batch = brought_in(plan, row, by=plan_officer)
    told = text_of(client.get(at("change", batch)))
    assert "The promise stays as it was here: a change of it was not ticked." in told
    assert "What will be done:" not in told
    assert "Reported confidence:" in told


def test_another_action_of_a_taken_reference_is_told_to_need_its_own(client, plan, action):
    batch = previewed(plan, ["2.3", "Open a new family hub", "", "", "", ""])
    told = text_of(client.get(at("change", batch)))
    assert "It is another: add it, with another reference in the file: 2.3 is taken here" in told


@pytest.mark.parametrize("button", ["again", "confirm", "undo", "posts"])
def test_a_tracker_whose_columns_are_not_settled_answers_every_button(client, plan, button):
    upload(client, plan, csv_of([*MANAGERS, "Green", ""]))
    batch = TrackerImport.objects.get()
    assert batch.layout is None
    answer = client.post(at(button, batch), {})
    assert answer.status_code in {302, 403}
    assert client.get(at("change", batch)).status_code in {200, 302}
    assert not Update.objects.exists()

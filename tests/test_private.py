"""What only a signed-in person gets: nobody on the way keeps it, and no browser on its disk."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from improvement.models import Evidence, EvidenceCopy
from tests.cast import sign_in
from tests.test_admin_scope import CLASSES, address

pytestmark = pytest.mark.django_db
UNKEPT = "private, no-store"


def _read(answer):
    """To its end, where the file behind it is closed."""
    return b"".join(answer) if answer.streaming else answer.content


def test_every_page_and_file_of_the_admin_says_so(world, site_administrator):
    """Lists, records, their histories and every act beside them: files, copies, previews."""
    client = sign_in(site_administrator)
    looked_at = set()
    for model_admin in CLASSES:
        at = [address(model_admin, "changelist")]
        row = model_admin.model._default_manager.first()
        at += [
            reverse(f"admin:{pattern.name}", args=[row.pk])
            for pattern in (model_admin.urls if row else ())
            if pattern.name and set(pattern.pattern.converters) == {"object_id"}
        ]
        for each in at:
            answer = client.get(each)
            _read(answer)
            if answer.status_code == 200:
                looked_at.add(each)
                assert answer["Cache-Control"] == UNKEPT, each
    assert len(looked_at) > 100


def test_files_and_previews_say_so(world, site_administrator, publisher):
    client = sign_in(site_administrator)
    evidence = Evidence.objects.get(pk=EvidenceCopy.objects.get().evidence_id)
    answer = client.get(admin.site.get_model_admin(Evidence).address(evidence, "download"))
    _read(answer)
    assert (answer.status_code, answer["Cache-Control"]) == (200, UNKEPT)
    answer = sign_in(publisher).get(f"/admin/improvement/plan/{world.plan.pk}/release-reports/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, UNKEPT)


def test_a_draft_at_a_public_address_says_so(world, officer):
    for page in (world.draft_plan.get_absolute_url(), world.draft_inspection.get_absolute_url()):
        answer = sign_in(officer).get(page)
        assert (answer.status_code, answer["Cache-Control"]) == (200, UNKEPT)
        assert Client().get(page).status_code == 404


def test_the_pages_of_ones_own_account_say_so(officer):
    for name in ("mfa_index", "account_change_password", "mfa_list_webauthn"):
        assert sign_in(officer).get(reverse(name))["Cache-Control"] == UNKEPT, name


def test_what_is_open_to_everybody_is_left_alone(world):
    assert "no-store" not in Client().get("/").get("Cache-Control", "")

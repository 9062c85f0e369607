"""Where an import of recommendations begins: at a clerk's work, with the choice of inspection."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import factories
from tests.factories import NOW
from tests.test_import_admin import text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, publish_from=None)


@pytest.fixture
def client(signed_in, clerk):
    return signed_in(clerk)


def test_a_clerk_who_begins_at_their_work_chooses_the_inspection(client, inspection, publisher):
    others = factories.InspectionFactory(publish_from=NOW)
    embargoed = factories.InspectionFactory(
        council=inspection.council, publish_from=NOW + timedelta(days=9)
    )
    factories.RecommendationFactory.create_batch(2, inspection=inspection)
    work = client.get(reverse("admin:index")).content.decode()
    assert url("choose") in work
    page = client.get(url("choose"))
    assert f"{inspection} : 2 recommendations here" in text_of(page)
    told = page.content.decode()
    assert url("upload", inspection.pk) in told
    assert url("upload", others.pk) not in told
    assert url("upload", embargoed.pk) not in told


def test_who_may_not_import_has_nothing_to_choose(signed_in, publisher):
    client = signed_in(publisher)
    assert client.get(url("choose")).status_code == 403
    assert url("choose") not in client.get(reverse("admin:index")).content.decode()

"""People, roles and posts in the admin: given and ended at one's own council, and nowhere else."""

import pytest
from django.urls import reverse

from councils.access import Role
from councils.models import Body, Membership, Post, User
from tests import factories
from tests.test_admin_posted_keys import post_of

pytestmark = pytest.mark.django_db

GIVE = "admin:councils_membership_add"


@pytest.fixture
def client(administrator, signed_in):
    return signed_in(administrator)


def role_form(council, **changed):
    somebody = {"email": "New.Person@Example.org", "first_name": "New", "last_name": "Person"}
    return somebody | {"council": council.pk, "role": Role.CLERK} | changed


def test_a_role_for_an_unknown_address_makes_an_account_that_cannot_sign_in_yet(client, council):
    assert client.post(reverse(GIVE), role_form(council)).status_code == 302
    person = User.objects.get(email="new.person@example.org")
    assert (person.username, str(person)) == ("new.person@example.org", "New Person")
    assert not person.has_usable_password()
    assert (person.is_staff, person.is_superuser) == (False, False)
    role = person.memberships.get()
    assert (role.council, role.role, role.granted_on) == (council, Role.CLERK, factories.TODAY)


def test_a_role_for_a_known_address_goes_to_who_has_it(client, council, outsider):
    named = {"email": outsider.email.upper(), "first_name": "Other", "last_name": "Name"}
    assert client.post(reverse(GIVE), role_form(council, **named)).status_code == 302
    outsider.refresh_from_db()
    assert str(outsider) == "Oscar Judd"
    assert outsider.memberships.filter(council=council, role=Role.CLERK).exists()


def test_a_role_is_not_given_elsewhere_nor_to_oneself_nor_twice(
    client, council, other_council, administrator, clerk
):
    before = Membership.objects.count()
    for form, words in [
        (role_form(other_council), "Select a valid choice"),
        (role_form(council, email=administrator.email), "Somebody else must give you a role."),
        (role_form(council, email=clerk.email), "already has this role"),
        (role_form(council, role="superuser"), "Select a valid choice"),
    ]:
        answer = client.post(reverse(GIVE), form)
        assert answer.status_code == 200
        assert words in answer.content.decode()
    assert Membership.objects.count() == before


def test_an_address_alone_does_not_tell_whether_it_has_an_account(client, council, outsider):
    for email in (outsider.email, "nobody@example.org"):
        page = client.post(reverse(GIVE), role_form(council, email=email, last_name=""))
        assert page.context["form"].errors == {"last_name": ["This field is required."]}
    assert not outsider.memberships.filter(council=council).exists()


def test_only_an_administrator_gives_a_role(signed_in, clerk, publisher, council):
    for who in (clerk, publisher):
        assert signed_in(who).post(reverse(GIVE), role_form(council)).status_code == 404
    assert not User.objects.filter(email__iexact="new.person@example.org").exists()


def test_a_role_is_ended_and_stays_on_record(client, clerk):
    role = clerk.memberships.get()
    end = reverse("admin:councils_membership_end", args=[role.pk])
    assert client.post(end).status_code == 302
    role.refresh_from_db()
    assert role.ended_on == factories.TODAY
    assert client.post(end).status_code == 403
    delete = reverse("admin:councils_membership_delete", args=[role.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_the_last_administrator_stays(client, administrator):
    role = administrator.memberships.get()
    answer = client.post(reverse("admin:councils_membership_end", args=[role.pk]))
    assert b"last administrator" in answer.content
    role.refresh_from_db()
    assert role.ended_on is None


def test_an_account_is_not_an_administrators_to_change(client, council, clerk, outsider):
    """By a new password or e-mail address an administrator could act in another's name."""
    factories.MembershipFactory(user=outsider, council=council, role=Role.READER)
    wanted = {"username": "x", "email": "x@example.org", "is_superuser": "on", "is_staff": "on"}
    for person in (clerk, outsider):
        before = User.objects.filter(pk=person.pk).values().get()
        change = reverse("admin:councils_user_change", args=[person.pk])
        page = client.get(change)
        assert page.status_code == 200
        assert b"is_superuser" not in page.content
        assert b"Southmoor" not in page.content
        assert client.post(change, post_of(**wanted)).status_code == 403
        password = reverse("admin:auth_user_password_change", args=[person.pk])
        new = {"password1": "a new long password", "password2": "a new long password"}
        assert client.get(password).status_code == 403
        assert client.post(password, new | {"usable_password": "true"}).status_code == 403
        assert User.objects.filter(pk=person.pk).values().get() == before
    assert client.get(reverse("admin:councils_user_add")).status_code == 403


def test_a_superuser_keeps_accounts(site_administrator, signed_in, clerk):
    root = signed_in(site_administrator)
    change = reverse("admin:councils_user_change", args=[clerk.pk])
    before = clerk.password
    form = {"username": "clara", "first_name": "Clare", "last_name": "Dunn", "is_active": "on"}
    form["password"] = "not by this form"
    answer = root.post(change, post_of(**form))
    assert answer.status_code == 302, answer.context["errors"]
    clerk.refresh_from_db()
    assert (str(clerk), clerk.password) == ("Clare Dunn", before)
    assert root.get(reverse("admin:councils_user_add")).status_code == 200
    password = reverse("admin:auth_user_password_change", args=[clerk.pk])
    assert root.get(password).status_code == 200


def test_the_list_of_people_shows_roles_at_ones_own_councils(client, council, outsider, clerk):
    factories.MembershipFactory(user=outsider, council=council, role=Role.READER)
    page = client.get(reverse("admin:councils_user_changelist")).content.decode()
    assert "Clara Dunn" in page
    assert "read-only member at Northbridge" in page
    assert "Southmoor" not in page


def test_a_post_is_named_with_who_holds_it(client, council, clerk):
    form = post_of(
        **{
            "council": council.pk,
            "title": "Head of Assessment",
            "shown": "title",
            "holdings-TOTAL_FORMS": 1,
            "holdings-0-user": clerk.pk,
            "holdings-0-terms": "interim",
            "holdings-0-started_on": "01/10/2026",
        }
    )
    assert client.post(reverse("admin:councils_post_add"), form).status_code == 302
    assert Post.objects.get(title="Head of Assessment").holdings.get().user == clerk


def test_a_council_is_mended_by_its_administrator_in_its_full_name_only(client, council):
    change = reverse("admin:councils_council_change", args=[council.pk])
    form = post_of(name="Elsewhere", slug="elsewhere", official_name="Borough of Northbridge")
    assert client.post(change, form).status_code == 302
    council.refresh_from_db()
    assert (council.name, council.slug) == ("Northbridge", "northbridge")
    assert council.official_name == "Borough of Northbridge"


def test_a_body_that_serves_two_councils_is_changed_by_who_may_at_both(
    council, other_council, clerk, signed_in
):
    shared = factories.BodyFactory(areas=[council, other_council])
    own = factories.BodyFactory(areas=[council])
    client = signed_in(clerk)
    for body, status in [(shared, 403), (own, 302), (council.body, 403)]:
        change = reverse("admin:councils_body_change", args=[body.pk])
        assert client.get(change).status_code == 200
        form = {"name": "Renamed", "kind": "trust", "areas": [council.pk]}
        assert client.post(change, form).status_code == status
    assert list(Body.objects.filter(name="Renamed")) == [own]


# the session, the person, their roles; the count, the rows; then of people their roles, and of
# councils the regions to filter by
LISTS = {"user": 6, "membership": 5, "post": 5, "council": 6}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_queries_for_one_row_and_for_three(
    name, rows, client, council, django_assert_num_queries
):
    for _ in range(rows):
        factories.MembershipFactory(council=council)
        factories.PostFactory(council=council)
    with django_assert_num_queries(LISTS[name]):
        assert client.get(reverse(f"admin:councils_{name}_changelist")).status_code == 200

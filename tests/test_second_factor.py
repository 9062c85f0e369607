"""A second factor: who needs one, how it is enrolled and given, and what stays shut without it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def not_waived(settings):
    settings.SECOND_FACTOR_WAIVED = False


def code(secret=SECRET, step=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def enrol(user):
    TOTP.activate(user, SECRET)


def sign_in(user, client=None):
    client = client or Client()
    answer = client.post(reverse("account_login"), {"login": user.username, "password": PASSWORD})
    return client, answer


@pytest.mark.parametrize("part", ["publisher", "administrator", "site_administrator"])
def test_who_can_publish_or_give_roles_gets_nowhere_without_one(request, part, plan):
    user = request.getfixturevalue(part)
    client, _ = sign_in(user)
    for address in ("/admin/", "/admin/improvement/plan/", "/", plan.get_absolute_url()):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (302, reverse("mfa_index")), address
    assert client.post("/admin/improvement/plan/").url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("part", ["officer", "clerk", "plan_officer", "secretary", "reader"])
def test_everybody_else_may_do_without_and_is_offered_one(request, part):
    client, _ = sign_in(request.getfixturevalue(part))
    assert reverse("mfa_index") in client.get("/admin/").text


def test_a_draft_at_a_public_address_stays_shut_to_a_publisher_without_one(publisher, plan):
    plan.publish_from = None
    plan.save()
    client, _ = sign_in(publisher)
    assert client.get(plan.get_absolute_url()).status_code == 302


def test_a_person_enrols_alone_and_comes_in(transactional_db, publisher):
    client, _ = sign_in(publisher)
    address = reverse("mfa_activate_totp")
    asked = client.get(address)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    client.post(asked.url, {"password": PASSWORD})
    page = client.get(address).text
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    assert "data:" not in page
    assert "<svg" in page
    assert "Incorrect code" in client.post(address, {"code": "1"}).text
    assert client.post(address, {"code": code(secret)}).status_code == 302
    assert client.get("/admin/").status_code == 200
    page = client.get(reverse("mfa_view_recovery_codes")).text
    assert len(re.findall(r"<li><code>[^<\s]+</code>", page)) == 10


def test_who_has_enrolled_is_asked_for_it_at_the_next_sign_in(publisher):
    enrol(publisher)
    client, answer = sign_in(publisher)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get("/admin/").url.startswith("/admin/login/")
    page = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Incorrect code" in page.text
    assert client.post(reverse("mfa_authenticate"), {"code": code()}).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_codes_cannot_be_guessed_for_long(publisher):
    enrol(publisher)
    client, _ = sign_in(publisher)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": code()})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_session_from_before_enrolling_has_to_show_it(publisher):
    early = Client()
    early.force_login(publisher)
    enrol(publisher)
    shown = early.get("/admin/")
    assert shown.url == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2F"
    assert early.get(reverse("mfa_deactivate_totp")).url.startswith(reverse("mfa_reauthenticate"))
    assert early.post(shown.url, {"code": code()}).url == "/admin/"
    assert early.get("/admin/").status_code == 200


def test_the_last_factor_of_who_needs_one_is_not_taken_away(publisher, officer):
    for user, status in ((publisher, 200), (officer, 302)):
        enrol(user)
        client, _ = sign_in(user)
        client.post(reverse("mfa_authenticate"), {"code": code()})
        address = reverse("mfa_deactivate_totp")
        client.post(f"{reverse('account_reauthenticate')}?next={address}", {"password": PASSWORD})
        assert client.post(address).status_code == status
        assert Authenticator.objects.filter(user=user, type="totp").exists() == (status == 200)


def test_a_command_takes_it_away_and_the_person_enrols_again(publisher, capsys):
    enrol(publisher)
    client, _ = sign_in(publisher)
    client.post(reverse("mfa_authenticate"), {"code": code()})
    call_command("reset_second_factor", "paula")
    assert "The second factor of “paula” is gone" in capsys.readouterr().out
    assert client.get("/admin/").url == reverse("mfa_index")
    assert sign_in(publisher)[1].url == "/admin/"
    with pytest.raises(CommandError, match="“paula” has no second factor"):
        call_command("reset_second_factor", "paula")
    with pytest.raises(CommandError, match="Nobody signs in as “zoe”"):
        call_command("reset_second_factor", "zoe")


def test_waived_it_is_asked_of_nobody(publisher, settings):
    settings.SECOND_FACTOR_WAIVED = True
    client, _ = sign_in(publisher)
    assert client.get("/admin/").status_code == 200


def test_the_pages_suit_everyone_and_a_passkey_works(
    page, publisher, settings, live_server, assert_accessible
):
    """Chromium's own virtual authenticator plays the key."""
    settings.SITE_ADDRESS = live_server.url.replace("127.0.0.1", "localhost")
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    kind = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": kind})

    def go(name):
        page.goto(settings.SITE_ADDRESS + reverse(name))
        assert_accessible(page)

    def press(name):
        page.get_by_role("main").get_by_role("button", name=name).click()

    def give_password():
        page.get_by_label("User name").fill("paula")
        page.get_by_label("Password").fill(PASSWORD)
        press("Sign in")

    go("account_login")
    give_password()
    page.wait_for_url(f"**{reverse('mfa_index')}")
    assert_accessible(page)
    page.get_by_role("link", name="Add a passkey").click()
    assert_accessible(page)
    page.get_by_label("Your password").fill(PASSWORD)
    press("Go on")
    assert_accessible(page)
    page.get_by_label("What you call it").fill("Blue key")
    press("Add it")
    page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
    for name in (
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_activate_totp",
        "mfa_index",
    ):
        go(name)
    page.goto(settings.SITE_ADDRESS + reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Give Blue key another name").click()
    assert_accessible(page)
    page.go_back()
    page.get_by_role("link", name="Take Blue key away").click()
    assert_accessible(page)

    go("account_logout")
    press("Sign out")
    page.goto(settings.SITE_ADDRESS + reverse("account_login"))
    give_password()
    page.wait_for_url(f"**{reverse('mfa_authenticate')}")
    assert_accessible(page)
    press("Use my passkey")
    page.wait_for_url("**/admin/")

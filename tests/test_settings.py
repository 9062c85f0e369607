"""How the site is configured: what stops its start, what it tells browsers, who comes in how."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from csp.constants import NONE, SELF
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.management import get_commands
from django.db import InterfaceError, connections
from django.template.loader import get_template
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from councils.models import User

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "a long sentence that nobody guesses"
PRODUCTION = {
    "DEBUG": "",
    "SECRET_KEY": "0123456789 a key for tests, as long as a real one ought to be",
    "ALLOWED_HOSTS": "plans.example.gov.uk",
}


def manage(*arguments, **variables):
    """Run manage.py as on a server: with these variables and no others of this site's."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    unset = {"DATABASE_URL": "", "CACHE_URL": "", "EMAIL_URL": ""}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | unset | PRODUCTION | variables,
        capture_output=True,
        text=True,
        check=False,
    )


# --- the start ---


def test_the_checks_for_a_public_site_are_silent():
    result = manage("check", "--deploy", "--fail-level", "DEBUG")
    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY to a long random text, at least 50 characters ("),
        ({"SECRET_KEY": "short"}, "Set SECRET_KEY to at least 50 random characters:"),
        ({"SECRET_KEY": "a" * 60}, "Set SECRET_KEY to at least 50 random characters:"),
        ({"ALLOWED_HOSTS": " "}, "Set ALLOWED_HOSTS to the names that this site answers to,"),
        ({"DEBUG": "perhaps"}, "Set DEBUG to on or off: it is “perhaps”."),
        ({"DATABASE_URL": "nonsense"}, "Set DATABASE_URL to an address such as postgres://"),
        ({"DATABASE_URL": "mysql://u:secret@h/n"}, "Set DATABASE_URL to an address such as"),
        ({"DATABASE_URL": "postgres://u:secret@h"}, "Set DATABASE_URL to an address such as"),
        ({"CACHE_URL": "nonsense://"}, "Set CACHE_URL to an address such as dbcache://cache"),
        (
            {"EMAIL_URL": "smtp://u:secret@h:port"},
            "Set EMAIL_URL to an address such as smtp+tls://",
        ),
        (
            {"SITE_CONTACT": "ask us"},
            "Set SITE_CONTACT to an e-mail address, or to nothing: it is “ask us”.",
        ),
        ({"PROXIES": "one"}, "Set PROXIES to a whole number: it is “one”."),
        ({"EMAIL_URL": "smtp://h:25"}, "Set SITE_ADDRESS to the site's own address, for example"),
        ({"SITE_ADDRESS": "plans.gov.uk"}, "Set SITE_ADDRESS to an address such as https://"),
        ({"SITE_ADDRESS": "https://a.uk/b"}, "Set SITE_ADDRESS to an address such as https://"),
        ({"SITE_ADDRESS": "https://a.uk:x"}, "Set SITE_ADDRESS to an address such as https://"),
        ({"SECOND_FACTOR_WAIVED": "on"}, "Set SECOND_FACTOR_WAIVED to off: it may be on only"),
    ],
)
def test_a_wrong_variable_stops_the_start_with_one_sentence(variables, sentence):
    result = manage("check", **variables)
    assert result.returncode == 1
    assert result.stderr.startswith(sentence)
    assert len(result.stderr.splitlines()) == 1
    assert "secret" not in result.stderr


def test_a_fault_on_a_public_site_is_logged_with_its_traceback():
    code = (
        "import logging; logging.getLogger('django.request').error('x', exc_info=ValueError('why'))"
    )
    result = manage("shell", "-v", "0", "-c", code)
    assert "ERROR django.request: x" in result.stderr
    assert "ValueError: why" in result.stderr


def test_no_requirement_holds_an_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        assert not [
            line for line in lines if re.search(r"://|^\s*-|^#", line) and "--hash" not in line
        ]
        assert all("--hash=sha256:" in line for line in lines if line.startswith(" "))


def test_the_site_and_the_tests_are_locked_to_the_same_versions():
    def pins(name):
        return set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.txt") <= pins("requirements-dev.txt")
    assert not [pin for pin in pins("requirements-dev.txt") if pin.startswith("psycopg==")]


def test_the_readme_lists_the_variables_that_the_settings_read():
    reads = r'\b(?:text|secret|\w*switch|number|names|mailbox|\w*address|database)\(\s*"([A-Z_]+)"'
    read = set(re.findall(reads, (ROOT / "config" / "settings.py").read_text()))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert read == listed


def test_the_readme_names_no_command_that_is_not_there():
    text = (ROOT / "README.md").read_text()
    named = set(re.findall(r"manage\.py ([a-z_]+)", text))
    table = text.split("## Commands")[1].split("## ")[0]
    named |= set(re.findall(r"^\| `([a-z_]+)[ `]", table, re.MULTILINE))
    assert {"demo", "test", "migrate", "load_reference"} <= named
    assert named <= set(get_commands())


# --- what browsers are told ---


def test_no_page_may_run_or_show_what_is_not_the_sites_own(client, db):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives == {
        "default-src": SELF,
        "object-src": NONE,
        "base-uri": SELF,
        "form-action": SELF,
        "frame-ancestors": NONE,
    }


def test_uploads_have_no_address():
    with pytest.raises(Resolver404):
        resolve(settings.MEDIA_URL + "evidence.pdf")
    roots = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    assert not [root for root in roots if Path(settings.MEDIA_ROOT).is_relative_to(root)]


def test_the_page_for_a_fault_needs_nothing_that_may_be_at_fault():
    page = get_template("500.html").render()
    assert "Something went wrong" in page
    for address in re.findall(r'href="/static/([^"]+)"', page):
        assert (ROOT / "static" / address).is_file()


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html", "429.html"])
def test_the_pages_for_what_cannot_be_shown_have_one_heading(name, rf):
    request = rf.get("/")
    request.user = None
    assert get_template(name).render({}, request).count("<h1>") == 1


def test_the_old_address_of_the_icon_leads_to_it(client):
    assert client.get("/favicon.ico")["Location"] == "/static/favicon.svg"


# --- is it well? ---


def test_it_is_well_while_the_database_answers(client, db):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_it_is_unwell_when_the_database_does_not_answer(client, db, monkeypatch):
    def refuse():
        raise InterfaceError("connection already closed")

    with monkeypatch.context() as while_it_is_gone:
        while_it_is_gone.setattr(connections["default"], "cursor", refuse)
        assert client.get("/healthz").status_code == 503


# --- coming in ---


@pytest.fixture
def member(db):
    return User.objects.create(username="ada", password=make_password(PASSWORD), is_staff=True)


def sign_in(client, password, username="ada"):
    return client.post(reverse("account_login"), {"login": username, "password": password})


def test_whoever_signs_in_comes_to_the_admin(client, member):
    response = sign_in(client, PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.session.get_expire_at_browser_close()


def test_the_admin_has_no_sign_in_of_its_own(client, db):
    response = client.get("/admin/login/?next=/admin/")
    assert response["Location"] == "/accounts/login/?next=%2Fadmin%2F"
    response = client.post("/admin/login/", {"username": "ada", "password": PASSWORD})
    assert response["Location"].startswith("/accounts/login/")


def test_after_five_wrong_passwords_the_right_one_has_to_wait(client, member):
    """The counter lies in the database's own table, which all server processes share."""
    assert isinstance(cache._connections[cache._alias], DatabaseCache)
    for _ in range(5):
        assert sign_in(client, "a guess").status_code == 200
    assert "too many wrong passwords for this name. Wait 1 minute" in sign_in(client, PASSWORD).text
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up_by_themselves(client, db):
    assert client.get("/accounts/signup/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_forgotten_password_is_put_right_by_mail(client, member, mailoutbox, settings):
    """Its link leads to the address that the settings name, whatever host the request named."""
    settings.ALLOWED_HOSTS = ["*"]
    member.email = "ada@example.gov.uk"
    member.save()
    response = client.post(
        reverse("account_reset_password"),
        {"email": "ada@example.gov.uk"},
        headers={"host": "evil.example"},
    )
    assert response["Location"] == reverse("account_reset_password_done")
    (message,) = mailoutbox
    assert message.subject == "Improvement record: Choose a new password"
    assert "evil" not in message.body
    link = re.search(
        r"https://record\.example\.gov\.uk(/accounts/password/reset/key/\S+)", message.body
    )[1]
    form = client.get(link, follow=True)
    new = "quite another sentence that nobody knows"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(client, new)["Location"] == "/admin/"


def test_a_stranger_does_not_learn_whose_address_has_an_account(client, db, mailoutbox):
    response = client.post(reverse("account_reset_password"), {"email": "no@example.gov.uk"})
    assert response["Location"] == reverse("account_reset_password_done")
    assert mailoutbox == []


@pytest.mark.parametrize("password", ["short words", "123456789012345", "password1234"])
def test_a_password_that_can_be_guessed_is_refused(client, member, password):
    client.force_login(member)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client.post(reverse("account_change_password"), form)
    assert response.status_code == 200
    assert response.context["form"].errors["password1"]


def test_the_pages_for_signing_in_suit_everyone(page, member, assert_accessible):
    for name in ("account_login", "account_reset_password", "account_reset_password_done"):
        page.goto(reverse(name))
        assert_accessible(page)

    page.goto(reverse("admin:password_change"))
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill("a guess")
    page.get_by_role("button", name="Sign in").click()
    assert_accessible(page)

    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    assert_accessible(page)
    page.goto(reverse("account_logout"))
    assert_accessible(page)
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"**{reverse('account_login')}")
    assert page.get_by_text("You have signed out.").is_visible()


@pytest.mark.django_db
def test_an_account_without_a_password_is_asked_to_choose_one(client, officer):
    officer.set_unusable_password()
    officer.save()
    client.force_login(officer)
    answer = client.get(reverse("account_change_password"), follow=True)
    assert answer.redirect_chain == [(reverse("account_set_password"), 302)]
    assert "Choose a password" in answer.content.decode()

"""The same form sent several times acts once; another form, or the same words later, acts again."""

import re
from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse

from councils import once
from tests.cast import sign_in

pytestmark = pytest.mark.django_db


def evidence(action):
    return reverse("admin:improvement_action_evidence", args=[action.pk])


def form(page, **fields):
    """What a browser would send of this page: its token with it."""
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)[1]
    return {
        "csrfmiddlewaretoken": token,
        "kind": "audit",
        "title": "Audit of 20 files",
        "url": "https://www.example.org/audit",
        "dated": "2026-11-10",
    } | fields


def test_the_same_form_sent_again_acts_once_and_leads_where_the_first_one_led(action, officer):
    client = sign_in(officer)
    sent = form(client.get(evidence(action)))
    first, second = (client.post(evidence(action), sent) for _ in range(2))
    assert action.evidence.count() == 1
    assert second.status_code == 302
    assert second.url == first.url
    assert once.SAID in client.get(second.url).text


def test_another_sheet_of_the_same_form_and_other_words_act_again(action, officer):
    client = sign_in(officer)
    page = client.get(evidence(action))
    client.post(evidence(action), form(page))
    client.post(evidence(action), form(page, title="Another audit"))
    again = form(client.get(evidence(action)), title="A third audit")
    client.post(evidence(action), again)
    assert action.evidence.count() == 3


def test_equal_evidence_is_refused_whatever_sheet_it_comes_on(action, officer):
    client = sign_in(officer)
    answers = [
        client.post(evidence(action), form(client.get(evidence(action)))).status_code
        for _ in range(2)
    ]
    assert answers == [302, 200]
    assert action.evidence.count() == 1


def test_a_form_that_was_refused_can_be_sent_again(action, officer, monkeypatch):
    client = sign_in(officer)
    sent = form(client.get(evidence(action)), dated="2026-12-31")
    assert [client.post(evidence(action), sent).status_code for _ in range(2)] == [200, 200]
    assert action.evidence.count() == 0


def test_a_fault_leaves_the_form_free_to_be_sent_again(action, officer, monkeypatch):
    client = sign_in(officer)
    sent = form(client.get(evidence(action)))
    with monkeypatch.context() as while_at_fault:
        while_at_fault.setattr(
            "improvement.workflow.offer_evidence", lambda **given: 1 / 0, raising=True
        )
        with pytest.raises(ZeroDivisionError):
            client.post(evidence(action), sent)
    client.post(evidence(action), sent)
    assert action.evidence.count() == 1


@pytest.mark.django_db(transaction=True)
def test_six_at_once_act_once(action, officer):
    page = sign_in(officer).get(evidence(action))
    sent, together = form(page), Barrier(6)
    clients = [Client() for _ in range(6)]
    for client in clients:
        client.force_login(officer)

    def send(client):
        together.wait()
        client.post(evidence(action), sent)
        connections.close_all()

    threads = [Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert action.evidence.count() == 1
    cache.clear()

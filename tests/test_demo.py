"""`manage.py demo`: what it refuses, what it keeps, what it tells."""

import socket

import pytest
from django.core.management import CommandError, call_command

from councils.models import Council
from improvement.management.commands import demo


@pytest.fixture(autouse=True)
def as_on_a_machine_to_try_it(settings):
    settings.DEBUG = True


@pytest.fixture
def ran(monkeypatch):
    """The commands that demo ran, in order; none of them really runs."""
    commands = []
    monkeypatch.setattr(demo, "call_command", lambda *words, **options: commands.append(words))
    return commands


@pytest.fixture
def loads(monkeypatch):
    """The moments at which the demonstration was loaded."""
    moments = []

    def load(*, at):
        moments.append(at)
        Council.objects.create(name="Exampleton", slug="exampleton", is_demonstration=True)

    monkeypatch.setattr(demo.demonstration, "load", load)
    return moments


@pytest.fixture
def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.mark.parametrize(
    ("given", "host", "port"),
    [
        ("8001", "127.0.0.1", 8001),
        ("0.0.0.0:80", "0.0.0.0", 80),
        ("[::1]:8000", "[::1]", 8000),
        ("localhost:8000", "localhost", 8000),
    ],
)
def test_it_reads_an_address(given, host, port):
    assert demo.read_address(given) == (host, port)


@pytest.mark.parametrize("given", ["", "localhost", "127.0.0.1:0", "127.0.0.1:65536", "a b:80"])
def test_it_refuses_what_is_no_address(given):
    with pytest.raises(CommandError, match=r"^Give the address as 127\.0\.0\.1:8000: “"):
        demo.read_address(given)


def test_it_refuses_a_taken_port_before_it_loads_or_deletes_anything(ran, loads):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            CommandError, match=f"Port {port} of 127.0.0.1 is taken.*choose another"
        ):
            call_command("demo", f"127.0.0.1:{port}", fresh=True)
    assert (ran, loads) == ([], [])


def test_it_refuses_to_run_on_a_public_site(settings, ran, loads):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="set DEBUG=on"):
        call_command("demo")
    assert (ran, loads) == ([], [])


def test_fresh_deletes_no_database_but_its_own(free_port, ran, loads):
    with pytest.raises(CommandError, match="DATABASE_URL names another database"):
        call_command("demo", str(free_port), fresh=True)
    assert (ran, loads) == ([], [])


def test_fresh_deletes_its_own_database_and_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(demo, "DATABASE", tmp_path / "db.sqlite3")
    monkeypatch.setitem(demo.connection.settings_dict, "NAME", str(demo.DATABASE))
    monkeypatch.setattr(demo.connection, "close", lambda: None)
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"db.sqlite3{ending}").touch()
    (tmp_path / "another.sqlite3").touch()
    demo.Command().start_again()
    left = [path.name for path in tmp_path.iterdir()]
    assert left == ["another.sqlite3"]
    assert "Deleting var/db.sqlite3" in capsys.readouterr().out


def test_it_loads_the_demonstration_once_and_keeps_what_was_entered(
    db, free_port, ran, loads, now, capsys
):
    call_command("demo", str(free_port))
    call_command("demo", str(free_port))
    assert loads == [now]
    prepared = [("migrate",), ("createcachetable",), ("load_reference",)]
    assert ran == [*prepared, ("runserver", str(free_port))] * 2

    told = capsys.readouterr().out
    assert f"Open http://127.0.0.1:{free_port}/ in a browser." in told
    for username, password, role in demo.demonstration.accounts():
        assert username in told
        assert password in told
        assert role in told


def test_it_answers_to_any_name_where_others_may_reach_it(
    db, settings, free_port, ran, loads, capsys
):
    hosts = settings.ALLOWED_HOSTS
    call_command("demo", str(free_port))
    assert hosts == settings.ALLOWED_HOSTS
    call_command("demo", f"0.0.0.0:{free_port}")
    assert settings.ALLOWED_HOSTS == ["*"]
    assert "Everyone who can reach this machine can sign in" in capsys.readouterr().out

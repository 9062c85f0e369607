"""Every page as each person gets it, in files that two versions of the code can be compared by.

    python -m benchmarks.crawl FOLDER           writes a file for each person, address and form
    python -m benchmarks.crawl --compare OLD NEW   says which files differ, and where

Two worlds are crawled in turn, with the clock standing still: the demonstration, and councils
that nobody designed. A person starts at the home page and the admin, follows every link, tries
filters of lists, and sends forms as they stand; what a form does is undone before the next.
Addresses of a kind (the same route, with the same parameters) are tried only so many times, the
first in order of the alphabet. To crawl an older version, run this file in its checkout:

    cd OLDER && PYTHONPATH=. .venv/bin/python …/benchmarks/crawl.py FOLDER
"""

import argparse
import difflib
import hashlib
import io
import json
import logging
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.template import Template
from django.test import Client
from django.test.utils import override_settings, setup_test_environment, teardown_test_environment
from django.urls import Resolver404, resolve
from django.utils import timezone
from lxml import html
from openpyxl import load_workbook

import benchmarks  # noqa: F401 - it makes Django ready
from tests import cast, factories

MOST = 4000  # answers in all
# How many addresses of a kind, as they stand and with parameters: the public, the site
# administrator and others.
OF_A_KIND = [(60, 5), (24, 2), (2, 1)]
SHARES = [4, 3]  # of what is left, for the first two; the others share the rest
FORMS = 2  # sent by each person, of a kind
LINES = 30  # shown of each difference
LEFT_ALONE = ("/accounts/logout/", "/admin/logout/", "/static/", "/admin/jsi18n/")
TRIED = {"text": ["children"], "search": ["children"], "date": ["2026-09-15", "not a day"]}
HEADERS = ("Content-Type", "Content-Disposition", "Cache-Control", "Location")
# What is another each time, and what stands in its place.
VOLATILE = [
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1token"),
    (re.compile(r'(nonce=")[^"]*'), r"\1nonce"),
    (re.compile(r"(/static/[\w./-]+?)\.[0-9a-f]{12}(\.\w+)"), r"\1\2"),
    (re.compile(r"[\w+/]{2,6}\*{8,}"), "hash"),
]
# White space beside these says nothing.
BLOCKS = re.compile(
    r"\s*(</?(?:!doctype|html|head|body|meta|link|title|script|style|header|footer|main|nav|section"
    r"|article|aside|div|p|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|colgroup|col|thead|tbody|tfoot|tr"
    r"|th|td|form|fieldset|legend|details|summary|figure|figcaption|option|optgroup|select|textarea"
    r"|hr|br|blockquote|svg|g|path|rect|line|text|polyline|pre)\b[^>]*>)\s*",
    re.IGNORECASE,
)
SAMPLES = {
    ".pdf": b"%PDF-1.4 this is none",
    ".csv": (
        b"Reference,Addressed to,Recommendation,Action,Status,Due date\r\n"
        b"1,council,Make every plan say what will change.,Write plans,In progress,31/03/2027\r\n"
        b"2,council,Visit every child within six weeks.,Visit,Complete,30/09/2026\r\n"
    ),
}


# --- the worlds ---


@contextmanager
def own_database(folder: Path) -> Iterator[None]:
    """An empty database made from the models, with every file in a folder, and the clock still."""
    render = Template._render
    setup_test_environment(debug=False)
    Template._render = render
    own, name = {"NAME": str(folder / "db"), "MIGRATE": False}, connection.settings_dict["NAME"]
    storages = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "import_export": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder / "imports"},
        },
    }
    no_cache = {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    with (
        patch.dict(connection.settings_dict["TEST"], own),
        patch.object(timezone, "now", lambda: factories.NOW),
        override_settings(
            PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
            MEDIA_ROOT=folder / "uploads",
            STATIC_ROOT=settings.ROOT / "static",
            STORAGES=storages,
            CACHES=settings.CACHES | no_cache,
            SECOND_FACTOR_WAIVED=True,
            PAGES_MADE_ANEW=MOST,  # for one reader, within a minute
        ),
    ):
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
            teardown_test_environment()


def demonstration() -> list[str]:
    """Load it; the user names of its accounts, the site administrator's first."""
    from improvement import demonstration as loader

    call_command("load_reference", verbosity=0)
    with override_settings(DEBUG=True), transaction.atomic():
        loader.load(at=factories.NOW)
    accounts = getattr(loader, "ACCOUNTS", None) or loader.accounts()  # of older code, of newer
    return _people([name for name, *_ in accounts])


def random_councils() -> list[str]:
    """Councils, lives of actions and secrets as the tests make them; who works at the last."""
    from tests import random_council, random_history, world

    for seed in (1, 2, 3):
        random_council.build(seed)
    for seed in (1, 2):
        random_history.Life(seed).live(40)
    council = cast.northbridge()
    for part in cast.PARTS:
        cast.play(part, cast.southmoor() if part == "outsider" else council)
    user = get_user_model().objects.get
    post = cast.post_held_by(user(username="olive"), council, "Head of Assessment")
    world.build(council, user(username="olive"), post, user(username="paula"))
    factories.UserFactory(username="root", is_staff=True, is_superuser=True)
    return _people(["root", *(name.split()[0].lower() for name, *_ in cast.PARTS.values())])


def _people(usernames: list[str]) -> list[str]:
    """These, the site administrator first. Everybody joined at the moment that it is now."""
    get_user_model().objects.update(date_joined=factories.NOW)
    found = get_user_model().objects.filter(username__in=usernames).order_by("-is_superuser", "pk")
    return [user.username for user in found]


# --- one person ---


@dataclass
class Crawler:
    """Follows links from the start until none is left, each kind of address only so often."""

    folder: Path
    person: str
    plain: int  # addresses of a kind without parameters
    asking: int  # addresses of a kind with parameters
    left: int  # answers
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))
    seen: set[str] = field(default_factory=set)
    kinds: Counter = field(default_factory=Counter)
    answers: int = 0

    def crawl(self) -> int:
        """Write what every address answers; how many there were."""
        self.folder.mkdir(parents=True)
        if self.person != "public":
            self.client.force_login(get_user_model().objects.get(username=self.person))
        level = ["/", "/admin/", "/healthz", "/accounts/login/", "/councils/nowhere/", "/data/"]
        while level:
            found = [self.visit(address) for address in level if self.wanted(address)]
            level = sorted(set().union(*found) - self.seen, key=_natural)
        return self.answers

    def wanted(self, address: str) -> bool:
        if address in self.seen or address.startswith(LEFT_ALONE) or self.answers >= self.left:
            return False
        self.seen.add(address)
        kind = _kind(address)
        self.kinds[kind] += 1
        return self.kinds[kind] <= (self.asking if "?" in address else self.plain)

    def visit(self, address: str) -> Iterable[str]:
        """Ask for it, send its forms; the addresses that it links to."""
        response = self.client.get(address, secure=True)
        page = self.keep("GET " + address, response)
        if response.status_code in (301, 302):
            return [_local(address, response.headers["Location"])]
        if page is None:
            return []
        links = []
        for form in page.forms:
            if form.method == "POST":
                self.send(address, form)
            elif "search" not in (form.get("id") or ""):
                links += list(_choices(address, form))
        links += [_local(address, link.get("href")) for link in page.iter("a", "link")]
        return filter(None, links)

    def send(self, address: str, form) -> None:
        """Send a form as it stands, see where it leads, and undo whatever it did."""
        to = _local(address, form.action or address)
        kind = "POST", _kind(to.partition("?")[0]), form.get("id")
        self.kinds[kind] += 1
        enough = self.kinds[kind] > FORMS or self.answers >= self.left
        if enough or not to.startswith("/admin/") or to.startswith(LEFT_ALONE):
            return
        values: dict[str, list] = {}
        for name, value in _values(form):
            values.setdefault(name, []).append(value)
        for box in form.xpath(".//input[@type='file']"):
            ending = ".pdf" if "pdf" in (box.get("accept") or "") else ".csv"
            values[box.name] = [SimpleUploadedFile("sample" + ending, SAMPLES[ending])]
        with transaction.atomic():
            response = self.client.post(to, values, secure=True)
            self.keep(f"POST {address} {form.get('id') or ''} {to}", response)
            if response.status_code == 302:
                to = _local(to, response.headers["Location"])
                if to and to != address and not to.startswith(LEFT_ALONE):
                    self.keep(f"AFTER {address} {to}", self.client.get(to, secure=True))
            transaction.set_rollback(True)

    def keep(self, name: str, response):
        """Write the answer to its file; the page, if it is one."""
        self.answers += 1
        content = b"".join(response)
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        said = [f"{one}: {response.headers[one]}" for one in HEADERS if one in response.headers]
        text = "\n".join([name, str(response.status_code), *said, "", _plain(content, kind), ""])
        (self.folder / _file_name(name)).write_text(text, encoding="utf-8")
        return html.fromstring(content) if kind == "text/html" and content.strip() else None


def _natural(address: str) -> list:
    """Sorts 9 before 10."""
    return [
        (int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", address)
    ]


def _kind(address: str) -> tuple:
    """The route, the model in the admin, and the parameter; several are one kind."""
    parts = urlsplit(address)
    try:
        route = resolve(parts.path).route
    except Resolver404:
        route = "nothing"
    model = parts.path.split("/")[2:4] if route.startswith("admin/") else ()
    names = {name for name, _ in parse_qsl(parts.query)}
    return route, *model, *(names if len(names) < 2 else ["several"])


def _local(page: str, link: str | None) -> str:
    """The link's address on this site, without the part after #; "" if elsewhere."""
    if link is None:
        return ""
    parts = urlsplit(urljoin(f"https://testserver{page}", link))
    if parts.netloc != "testserver" or parts.scheme not in ("http", "https"):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _values(form) -> list[tuple[str, str]]:
    """What a browser sends: the first button of those that have a name is pressed."""
    values = [(name, value or "") for name, value in form.form_values()]
    buttons = form.xpath(".//input[@type='submit'][@name] | .//button[@name]")
    return values + [(one.get("name"), one.get("value") or "") for one in buttons[:1]]


def _choices(address: str, form) -> Iterator[str]:
    """A list filtered by each field of its form in turn: two choices of each, words, days."""
    to = _local(address, form.action or address).partition("?")[0]
    stands = [(name, value or "") for name, value in form.form_values()]
    for box in form.inputs:
        if not box.name or not to:
            continue
        if isinstance(box, html.SelectElement):
            tried = [value for value in box.value_options if value][:2]
        else:
            tried = TRIED.get(box.get("type") or "text", [])
        for value in tried:
            kept = [(name, stood) for name, stood in stands if name != box.name and stood]
            yield f"{to}?{urlencode([*kept, (box.name, value)])}"


# --- what is written ---


def _file_name(name: str) -> str:
    safe = quote(name, safe=" ?=&")
    short = f"{safe[:160]}~{hashlib.sha256(safe.encode()).hexdigest()[:12]}"
    return f"{safe if len(safe) <= 180 else short}.txt"


def _plain(content: bytes, kind: str) -> str:
    if kind == "application/json":
        return json.dumps(json.loads(content), indent=1, ensure_ascii=False)
    if kind.endswith("spreadsheetml.sheet"):
        return _book(content)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"
    for pattern, instead in VOLATILE:
        text = pattern.sub(instead, text)
    return _folded(text) if kind == "text/html" else text


def _folded(text: str) -> str:
    """A tag or a text a line; white space is one space, and none beside a block."""
    text = BLOCKS.sub(r"\1", re.sub(r"\s+", " ", text))
    text = re.sub(r"\s+(/?>)", r"\1", re.sub(r"<!--.*?-->", "", text))
    return re.sub(r"(<[^>]*>)", r"\n\1\n", text).replace("\n\n", "\n").strip("\n")


def _book(content: bytes) -> str:
    """The cells of a workbook."""
    return "\n".join(
        f"{sheet.title}!{cell.coordinate} {cell.number_format} {cell.value!r}"
        for sheet in load_workbook(io.BytesIO(content))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


# --- the two commands ---


def crawl(folder: Path) -> None:
    """Each world in turn, as the public and as each person who works there."""
    if folder.exists():
        sys.exit(f"{folder} stands already: name a new one.")
    for world, load in (("demonstration", demonstration), ("random", random_councils)):
        with TemporaryDirectory() as own, own_database(Path(own)):
            start = time.monotonic()
            people = load()
            print(f"{world}: loaded in {time.monotonic() - start:.1f} s", flush=True)
            left = MOST // 2
            for place, person in enumerate(["public", *people]):
                start = time.monotonic()
                share = left // (SHARES[place] if place < 2 else len(people) + 1 - place)
                crawler = Crawler(folder / world / person, person, *OF_A_KIND[min(place, 2)], share)
                answers = crawler.crawl()
                left -= answers
                full = ", and there was more" if answers >= share else ""
                print(
                    f"  {person}: {answers} in {time.monotonic() - start:.1f} s{full}", flush=True
                )


def compare(old: Path, new: Path, ignored: list[str]) -> bool:
    """Print what differs but for what is ignored; whether anything does."""
    intended = re.compile("|".join(ignored) or r"\Z", re.MULTILINE)
    names = {path.relative_to(one) for one in (old, new) for path in one.rglob("*.txt")}
    differing = 0
    for name in sorted(names):
        sides = [one / name for one in (old, new)]
        if not all(side.exists() for side in sides):
            differing += 1
            print(f"=== only in {'the old' if sides[0].exists() else 'the new'}: {name}")
            continue
        texts = (intended.sub("", side.read_text(encoding="utf-8")) for side in sides)
        before, after = (text.splitlines() for text in texts)
        if before != after:
            differing += 1
            print(f"=== {name}")
            for line in list(difflib.unified_diff(before, after, n=1, lineterm=""))[2 : LINES + 2]:
                print(line[:200])
    print(f"{differing} of {len(names)} differ.")
    return bool(differing)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("OLD", "NEW"))
    parser.add_argument("--ignore", action="append", default=[], help="a pattern, intended")
    asked = parser.parse_args()
    if asked.compare:
        sys.exit(compare(*asked.compare, asked.ignore))
    asked.folder or parser.error("name a folder to write to, or two to compare")
    logging.disable()  # refusals and faults are in the files
    crawl(asked.folder)


if __name__ == "__main__":
    main()

"""What public pages share: banners, key figures, the way back up, the same in other forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from councils.days import LONDON
from improvement.wording import day_words


@dataclass(frozen=True)
class Banner:
    """What a reader must know before anything else (components/banner.html)."""

    kind: str
    heading: str
    text: str


@dataclass(frozen=True)
class KeyFigure:
    """One of the numbers that carry the page (components/key_figures.html).

    `note` stands under it, and leads to the list `behind` it.
    """

    value: int
    label: str
    of: int | None = None
    tone: str = ""
    note: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to look at: its tag, its sentence, and where the list behind it stands.

    `plan` is the title of the plan that it is about, if it is about one.
    """

    code: str
    tag: str
    says: str
    link: str
    address: str
    plan: str = ""


def banners(council, *, draft: bool, publish_from: datetime | None = None) -> list[Banner]:
    """That the council is invented; that this is a draft, or embargoed until `publish_from`."""
    found = []
    if council.is_demonstration:
        invented = f"{council.name} is not a real council; everything here is invented."
        found.append(Banner("demonstration", "Demonstration", invented))
    if draft and publish_from:
        release = publish_from.astimezone(LONDON)
        until = f"{day_words(release)} at {release:%H:%M}"
        found.append(Banner("draft", "Embargoed", f"The public cannot see this before {until}."))
    elif draft:
        found.append(Banner("draft", "Draft", "The public cannot see this."))
    return found


def trail(council, *below) -> list[tuple[str, str]]:
    """The breadcrumbs down to the council, and to each record `below` it: (label, address)."""
    down = [("Councils", reverse("councils")), (council.name, council.get_absolute_url())]
    return [*down, *((record.title, record.get_absolute_url()) for record in below)]


def other_forms(query, *named: tuple[str, str], where: Sequence = ()) -> list[tuple[str, str]]:
    """The same list in other forms, narrowed by the same `query`, all pages of it.

    `named`: (label, name of the address); `where`: what those addresses need.
    """
    narrowed = query.copy()
    narrowed.pop("page", None)
    asked = f"?{narrowed.urlencode()}" if narrowed else ""
    return [(label, reverse(name, args=where) + asked) for label, name in named]

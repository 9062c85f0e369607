"""Every council on record, with codes and successors, as one import finds them."""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass

from councils.models import Council, CouncilCode
from inspections.authorities.reading import DAYS, TEXTS, DatedCode, written
from inspections.cells import fold
from inspections.intake import Records

_SMALL = {"the", "of", "council", "borough", "county", "city", "metropolitan", "royal", "london"}
_SMALL |= {"district", "unitary", "authority", "and"}


@dataclass
class StoredCouncil:
    """A council as it stands: its texts and days, codes and successors."""

    pk: int
    slug: str
    values: dict[str, str]
    codes: dict[str, DatedCode]
    successors: list[str]

    @property
    def name(self) -> str:
        return self.values["name"]

    def as_row(self) -> dict[str, str]:
        """By the columns, as a row's values are kept."""
        successors = "; ".join(self.successors)
        codes = written(self.codes.values())
        return self.values | {"slug": self.slug, "codes": codes, "succeeded_by": successors}


def short(name: str) -> str:
    """A council's name without the words that say only what it is: Wirral, Wirral Council."""
    words = re.findall(r"\w+", fold(name))
    return " ".join([word for word in words if word not in _SMALL] or words)


class CouncilRecords(Records):
    """With `lock` (inside a transaction) nobody else changes a council until the end."""

    def __init__(self, *, lock: bool = False):
        if lock:
            list(Council.objects.order_by("pk").select_for_update().values_list("pk"))
        councils = list(Council.objects.order_by("name", "pk"))
        codes, followers = _codes(), _followers({one.pk: one.slug for one in councils})
        self.by_slug = {
            one.slug: StoredCouncil(
                one.pk,
                one.slug,
                {name: getattr(one, name) for name in TEXTS} | _days(one),
                codes.get(one.pk, {}),
                sorted(followers.get(one.pk, [])),
            )
            for one in councils
        }
        self.demonstrations = {one.slug for one in councils if one.is_demonstration}
        self.by_code = {code: one for one in self.all() for code in one.codes}
        self.by_dfe = {one.values["dfe_code"]: one for one in self.all() if one.values["dfe_code"]}
        self.by_name: dict[str, list[StoredCouncil]] = defaultdict(list)
        for one in self.all():
            for name in {fold(one.name), fold(one.values["official_name"])} - {""}:
                self.by_name[name].append(one)

    def all(self):
        return self.by_slug.values()

    @property
    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for one in self.all():
            digest.update(repr((one.pk, one.as_row())).encode())
        return digest.hexdigest()


def _days(council: Council) -> dict[str, str]:
    return {name: day.isoformat() if (day := getattr(council, name)) else "" for name in DAYS}


def _codes() -> dict[int, dict[str, DatedCode]]:
    """By the councils' keys and by code."""
    codes: dict[int, dict[str, DatedCode]] = defaultdict(dict)
    for row in CouncilCode.objects.order_by("pk"):
        codes[row.council_id][row.code] = DatedCode(row.code, row.valid_from, row.valid_to)
    return codes


def _followers(slugs: dict[int, str]) -> dict[int, list[str]]:
    """The slugs of those that took a council's place, by its key."""
    followers: dict[int, list[str]] = defaultdict(list)
    links = Council.succeeded_by.through.objects.values_list("from_council", "to_council")
    for one, other in links:
        followers[one].append(slugs[other])
    return followers

"""The authorities with duties for children's services, their codes, and their partner bodies."""

from pathlib import Path

from councils.models import Body, Council, CouncilCode
from councils.reference.files import Line, read_lines
from councils.reference.rows import (
    REASON,
    Tally,
    Wanted,
    bring_into_line,
    save_each,
    touched_by_people,
)

TEXTS = ("name", "official_name", "kind", "region", "dfe_code", "ofsted_urn")
DAYS = ("opened_on", "abolished_on")


def load_authorities(folder: Path) -> list[Tally]:
    """Load councils, GSS codes and partner bodies. Raises ReferenceDataError."""
    tallies = [Tally("Councils"), Tally("GSS codes"), Tally("Partner bodies")]
    councils = _councils(folder, tallies[0])
    _codes(folder, councils, tallies[1])
    _bodies(folder, councils, tallies[2])
    return tallies


def _councils(folder: Path, tally: Tally) -> dict[str, Council]:
    lines = read_lines(folder / "authorities.csv", ("slug", *TEXTS, *DAYS, "succeeded_by"))
    wanted: dict[str, Wanted] = {}
    for line in lines:
        if line["slug"] in wanted:
            raise line.wrong(f"“{line['slug']}” stands twice")
        values = {name: line[name] for name in ("slug", *TEXTS)}
        values |= {name: line.day(name) for name in DAYS}
        wanted[line["slug"]] = Wanted(line.where, values)
    existing = {council.slug: council for council in Council.objects.filter(slug__in=wanted)}
    councils = bring_into_line(Council, wanted, existing, tally, create=save_each)
    _successors(lines, councils)
    return councils


def _successors(lines: list[Line], councils: dict[str, Council]) -> None:
    """Say which councils followed an abolished one, where no person has said otherwise."""
    touched = touched_by_people(Council, councils.values())
    for line in lines:
        followers = {
            line.find(slug, councils, "council").pk for slug in line["succeeded_by"].split()
        }
        council = councils[line["slug"]]
        if not followers or council.pk in touched:
            continue
        if followers != set(council.succeeded_by.values_list("pk", flat=True)):
            council._change_reason = REASON
            council.succeeded_by.set(followers)


def _codes(folder: Path, councils: dict[str, Council], tally: Tally) -> None:
    """GSS codes, except of a council that has a code which the reference data does not know.

    A code change that somebody entered by hand would else be undone.
    """
    lines = read_lines(
        folder / "authority_codes.csv", ("council", "code", "valid_from", "valid_to")
    )
    known = {line["code"] for line in lines}
    existing = {code.code: code for code in CouncilCode.objects.all()}
    by_hand = {code.council_id for code in existing.values() if code.code not in known}
    wanted = {}
    for line in lines:
        council = line.find(line["council"], councils, "council")
        if council.pk in by_hand:
            tally.kept += 1
            continue
        if line["code"] in wanted:
            raise line.wrong(f"the code {line['code']} stands twice")
        wanted[line["code"]] = Wanted(
            line.where,
            {
                "council": council,
                "code": line["code"],
                "valid_from": line.day("valid_from"),
                "valid_to": line.day("valid_to"),
            },
        )
    bring_into_line(CouncilCode, wanted, existing, tally)


def _bodies(folder: Path, councils: dict[str, Council], tally: Tally) -> None:
    lines = read_lines(folder / "bodies.csv", ("kind", "name", "areas"))
    wanted, areas = {}, {}
    for line in lines:
        wanted[line["name"]] = Wanted(line.where, {"kind": line["kind"], "name": line["name"]})
        areas[line["name"]] = [
            line.find(slug, councils, "council") for slug in line["areas"].split()
        ]
    existing = {body.name: body for body in Body.objects.filter(council=None, name__in=wanted)}
    bodies = bring_into_line(Body, wanted, existing, tally, create=save_each)
    for name in bodies.keys() - existing.keys():
        bodies[name].areas.set(areas[name])

"""From the bodies that a report names to those that are known here."""

from councils.models import Body, Council
from inspections.cells import fold, one_line


def _words(name: str) -> str:
    return fold(name).removeprefix("the ").replace("’", "'")


class Bodies:
    """The bodies of one council's area, found by kind and name; unknown ones can be added."""

    def __init__(self, council: Council):
        self.council = council
        self._known = [council.body, *council.partner_bodies.order_by("pk")]

    @property
    def partners(self) -> list[Body]:
        """Those that are not the council itself."""
        return [body for body in self._known if body.council_id is None]

    def inspected(self, kind: str, name: str) -> Body | None:
        """The body that was inspected: the council itself, or a partner of that name.

        A council has one safeguarding board or partnership of a kind at a time under many names;
        the name decides, since boards were replaced by others.
        """
        if kind == Body.Kind.COUNCIL:
            return self.council.body
        return self._named(name, kind)

    def responsible(self, name: str) -> Body | None:
        """A body that a recommendation names: the council by any of its names, or a partner."""
        council = self.council
        names = {council.name, council.official_name, f"{council.name} Council"} - {""}
        if _words(name) in map(_words, names):
            return council.body
        return self._named(name)

    def added(self, kind: str, name: str) -> Body:
        """A new body that serves this council, inside the caller's transaction."""
        body = Body.objects.create(kind=kind, name=one_line(name)[:160])
        body.areas.add(self.council)
        self._known.append(body)
        return body

    def _named(self, name: str, kind: str = "") -> Body | None:
        same = [body for body in self._known if _words(body.name) == _words(name)]
        of_kind = [body for body in same if body.kind == kind]
        return next(iter(of_kind or same), None)

"""Which kind of report a document is, by the words that it prints on its first pages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from inspections.reports.reader.cleaning import fold
from inspections.reports.reader.errors import Unreadable


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of report.

    `title` matches what its first page prints large or bold, folded. `frameworks` lists those
    that it may follow: the days of fieldwork decide. `body` is the kind of the inspected body,
    `body_name` what follows the council's name where the report prints no other. `pages` says
    which pages hold what is wanted (`outline.PAGES`). `reviews` is the framework of the review
    that the same document may hold.
    """

    title: str
    frameworks: tuple[str, ...]
    body: str
    pages: str
    body_name: str = ""
    is_letter: bool = False
    is_ruled: bool = False  # its recommendations are the rows of a table
    table_inside: bool = False  # its table of judgements stands on a later page
    reviews: str | None = None
    is_boards: bool = False  # it is about a safeguarding board alone

    @property
    def boards(self) -> str | None:
        """The framework of the review of a safeguarding board that it is, or may hold."""
        return self.frameworks[0] if self.is_boards else self.reviews


FAMILIES = (
    Family(  # single inspection framework, 2013 to 2018
        title=r"services for children in need of help and protection (?:children looked after|"
        r"looked after children) and care leavers",
        frameworks=("sif",),
        body="council",
        pages="by-contents",
        reviews="lscb-review",
    ),
    Family(  # local safeguarding children board by itself, 2013 to 2018
        title=r"(?:review|inspection) of the effectiveness of the local safeguarding children|"
        r"(?:review|inspection) of the .{0,60}\blocal safeguarding children board",
        frameworks=("lscb-review",),
        body="lscb",
        body_name="Local Safeguarding Children Board",
        pages="by-contents",
        is_boards=True,
    ),
    Family(  # area special educational needs and disabilities, from 2023
        title=r"area send (?:full |monitoring )?inspection of|local area partnership report",
        frameworks=("area-send-2023",),
        body="send-partnership",
        body_name="Local Area Partnership",
        pages="every",
        is_ruled=True,
    ),
    Family(  # joint targeted area inspection, from 2016
        title=r"joint targeted area inspection|\bjtai\b",
        frameworks=("jtai",),
        body="safeguarding-partnership",
        body_name="safeguarding partners",
        pages="every",
        is_letter=True,
    ),
    Family(  # looked after children, 2013
        title=r"inspection of .{0,40}looked after children|looked after children services",
        frameworks=("lac-2013",),
        body="council",
        pages="by-contents",
        table_inside=True,
    ),
    Family(  # protection of children, 2012 and 2013
        title=r"arrangements for the protection of children",
        frameworks=("cp-2012",),
        body="council",
        pages="by-contents",
        table_inside=True,
    ),
    Family(  # local authority children's services, from 2018
        title=r"inspection of .{0,80}children'?s (?:social care )?services|"
        r"inspection of .{0,40}local authority children'?s services|judgement grade",
        frameworks=("ilacs-2018", "ilacs-2023", "ilacs-2026"),
        body="council",
        pages="to-end-of-list",
    ),
)

# What is no report that can be read, for a sentence that says what the file is instead.
VISITS = (  # by their titles
    (r"\bfocused visit\b", "a letter about a focused visit"),
    (r"\bmonitoring visit\b", "a letter about a monitoring visit"),
    (r"safeguarding and looked after children services", "a report under the rules of 2009"),
)
PAPERS = (  # by their titles, or the top of the first page: they quote the titles of reports
    (r"\bminutes\b", "the minutes of a meeting"),
    (r"\bagenda\b", "the agenda of a meeting"),
    (
        r"\b(?:improvement|action|development|delivery|recovery) plan\b|"
        r"\bstatement of (?:proposed )?action\b|\bself evaluation\b",
        "a council's plan or statement, not the report that it answers",
    ),
    (r"\bpress (?:release|notice)\b|\bnews release\b", "a press notice"),
)
MEETINGS = (  # by words of the first page
    (
        r"\bapologies (?:for absence|were received)\b|\bminutes of the (?:previous |last )?meeting",
        "the minutes of a meeting",
    ),
    (
        r"\bpurpose of (?:the |this )?report\b|\bagenda item\b|\breport author\b|"
        r"\bwards affected\b",
        "a paper for a council's own meeting",
    ),
)
INSPECTORATES = (  # by their titles, or else by words of the first pages
    (
        r"\byouth (?:offending|justice) (?:services?|work|team)\b|inspectorate of probation",
        "a report of HM Inspectorate of Probation, as on youth justice",
    ),
    (
        r"national child protection inspection|\bpeel\b|police effectiveness|"
        r"\bhmicfrs\b|inspectorate of constabulary",
        "a report of HM Inspectorate of Constabulary and Fire and Rescue Services",
    ),
    (r"\bcare quality commission\b|\bcqc\b", "a report of the Care Quality Commission"),
    (r"\bestyn\b|\bcare inspectorate wales\b", "a report of a Welsh inspectorate"),
    (r"\bcare inspectorate\b", "a report of Scotland's Care Inspectorate"),
)
OTHERS = (
    (
        r"unique reference number|type of school|age range of pupils|headteacher|"
        r"number of pupils|school inspection",
        "a school's report",
    ),
    (r"children's home|fostering (?:agency|service)|adoption agency", "a care provider's report"),
    (r"early years|nursery|childminder", "an early-years provider's report"),
)
VISIT = re.compile(r"\b(focused|monitoring) visit (?:to|of)\b")
HEAD = 1000  # characters at the head of the first page, where nothing is set large or bold
TOP = 150  # characters at its very top, which name what the file is
READ = (
    "The reports that can be read are those on a council's children's services, on a local "
    "safeguarding children board, of a joint targeted area inspection, and on special educational "
    "needs and disabilities in an area."
)


def recognise(title: str, first_page: str, next_pages: str) -> Family:
    """The family of a report. Raises Unreadable for anything else, saying what it seems to be.

    `title` is what the first page prints large or bold: its prose may name other reports.
    """
    title, first, following = fold(title), fold(first_page), fold(next_pages)
    if kind := _named((*VISITS, *PAPERS), title):
        raise Unreadable(f"This is {kind}. {READ}")
    if kind := _named(PAPERS, first[:TOP]) or _named(MEETINGS, first):
        raise Unreadable(f"This seems to be {kind}. {READ}")
    if family := _family(title):
        return family
    if kind := _named(INSPECTORATES, title):
        raise Unreadable(f"This is {kind}. {READ}")
    if visit := VISIT.search(first[:HEAD]):
        raise Unreadable(f"This is a letter about a {visit[1]} visit. {READ}")
    if family := _family(first[:HEAD]):
        return family
    others = (*VISITS, *OTHERS, *INSPECTORATES)
    if kind := _named(others, first) or _named(others, following):
        raise Unreadable(f"This seems to be {kind}. {READ}")
    raise Unreadable(f"This is not a report of a kind that is known here. {READ}")


def _family(text: str) -> Family | None:
    return next((family for family in FAMILIES if re.search(family.title, text)), None)


def _named(kinds: Iterable[tuple[str, str]], text: str) -> str | None:
    return next((kind for words, kind in kinds if re.search(words, text)), None)

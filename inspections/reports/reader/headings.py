"""What the headings of reports say: which open recommendations, and which never do."""

import re

from inspections.reports.reader.cleaning import clean

# What the heading says, and the kind of entry that stands below it.
OPENERS = (
    (r"(?:key |main )?recommendations?", "recommendation"),
    (r"priority and immediate actions?", "priority and immediate action"),
    (r"immediate and priority actions?", "priority and immediate action"),
    (r"areas? (?:for|of) priority (?:and|or) immediate actions?", "priority and immediate action"),
    (r"(?:areas? (?:for|of) )?(?:priority|immediate) actions?", "area for priority action"),
    (r"(?:key )?areas? (?:for|of) (?:further )?improvement", "area for improvement"),
    (r"area for priority action \d", "area for priority action"),
    (r"area for improvement \d", "area for improvement"),
    (r"areas? for priority action and (?:areas? for )?improvement", "area for improvement"),
    (r"(?:key )?areas? (?:for (?:further )?development|to improve)", "area for improvement"),
    (r"areas? (?:requiring|that need|in need of) (?:to )?improve(?:ment)?", "area for improvement"),
    (r"areas? of significant (?:weakness(?:es)?|concern)", "area of significant weakness"),
    (r"what needs to improve(?: in .{3,60})?", "what needs to improve"),
    (r"what (?:does |do )?(?:the )?.{3,60} needs? to improve", "area for improvement"),
)
PATTERNS = [
    (re.compile(rf"^(?:{words})(?:\s*[?:.])?\d?$", re.IGNORECASE), kind) for words, kind in OPENERS
]
# To whom it is addressed, or of what: "Areas for priority action: police".
ADDRESSED = re.compile(r"(?:\s{0,9}[:–(-]\s{0,9}| for )(?=[\w’' ,&/-]{3,60}\)?$)", re.IGNORECASE)
# Whose they are, before the words: "Multi-agency areas for improvement".
OWNED = re.compile(
    r"^[A-Z][\w’'-]*(?: [\w’'-]+){0,4}? "
    r"(?=[Aa]reas? (?:for|of) (?i:priority actions?|improvement)$)"
)
# Boxes that letters set among the entries of a list.
ASIDE = re.compile(r"^(?:case|practice) (?:study|studies|examples?)\b", re.IGNORECASE)
# Other words for it, which tell only where lines are drawn around it.
EXAMPLE = re.compile(
    r"^(?=[A-Z])(?i:examples?|(?:[\w’'-]+ ){0,4}(?:good|effective|best) practice)\b[^.]{0,60}$"
)
BOARD = re.compile(r"safeguarding children(?:['’]s)? board|\bLSCB\b", re.IGNORECASE)
# A board's name, and no more.
BOARD_ALONE = re.compile(
    r"^(?:for )?(?:the )?(?:(?:[A-Z][\w’'-]*|of|and|upon|on|the|local|&) ){0,8}"
    r"(?:(?i:safeguarding children(?:['’]s)? board)|LSCB)(?: \([^()]{1,40}\))? ?:?$"
)
# Headings of letters that are never a theme within a list of things to improve.
OTHERS = re.compile(
    r"\bstrengths?\b|case study|practice study|next steps|working well|works well|"
    r"effective practice|^(?:\w+ )?findings\b|^context\b|^summary|^conclusions?|"
    r"yours sincerely|about (?:this|the) inspection",
    re.IGNORECASE,
)
# Headings that the frameworks prescribe: they end a list whether or not they are set large or bold.
STANDARD = re.compile(
    r"^(?:(?:executive |key )?summary(?: of (?:key )?findings)?|"
    r"inspection findings(?: [–-] .{3,60})?|(?:main|headline|key|detailed) findings|findings|"
    r"next steps|"
    r"summary for children and young people|progress since the last inspection|"
    r"(?:about|information about) this (?:inspection|local authority area)|"
    r"(?:key )?strengths(?: and weaknesses of the LSCB)?|"
    r"the inspection team|record of main findings|responsible (?:body|bodies|partners?)|"
    r"inspection judgements? (?:about|on) .{3,60}|"
    r"what the inspection judgements mean.{0,40}|local area partnership details)$",
    re.IGNORECASE,
)
# Headings of what is good, however they are set.
STRENGTHS = re.compile(
    r"^(?:(?:[\w’'-]+ ){0,7}(?:has|have|had|showed|demonstrates?|of) )?(?:the |a |an )?"
    r"(?:(?:following|key|main|particular|many|several|some|number of|notable|significant) ){0,3}"
    r"(?:(?:areas?|examples?) of )?(?:strengths?|good practice|effective practice)"
    r"(?: (?:include|are|were|identified|seen|found|of|in|that|across)\b[^.:]{0,60})?$|"
    r"^(?:the )?(?:[\w’'-]+ ){0,6}[\w-]+(?:[’']s?)? strengths(?: include| are)?$|"
    r"^what (?:is|was|the [\w’' -]{3,60}? (?:is|was|are))? ?(?:working|going|does|do|doing) well\b"
    r"[^.:]{0,40}$|^what the [\w’' -]{3,60}? (?:does|do) well$",
    re.IGNORECASE,
)
TIMESCALE = re.compile(
    r"^(?:immediately|urgently|within .{2,40}|as soon as .{2,40}|by .{2,40} 20\d\d)\s*:?$",
    re.IGNORECASE,
)


def opener(text: str) -> str | None:
    """The kind of entry that a heading opens, if it opens any."""
    words = clean(text)
    for start in (words, *(words[: part.start()] for part in ADDRESSED.finditer(words))):
        if kind := _kind(start):
            return kind
    owner = OWNED.match(words)
    if owner is None or OTHERS.search(words) or is_aside(words, boxed=True):
        return None
    return _kind(words[owner.end() :])


def is_opener(text: str) -> bool:
    """Whether a heading is one that opens recommendations, and says no more than that."""
    return _kind(clean(text)) is not None


def _kind(words: str) -> str | None:
    return next((kind for pattern, kind in PATTERNS if pattern.match(words)), None)


def stands_alone(text: str) -> bool:
    """Whether a line is a heading by its words alone, however it is set."""
    if not text[:1].isupper() or text.endswith((".", ",")):
        return False
    words = clean(text)
    return _kind(words) is not None or is_standard(words)


def is_standard(heading: str) -> bool:
    """Whether a heading is one that ends a list wherever it stands."""
    return bool(STANDARD.match(heading.rstrip(" :"))) or is_about_strengths(heading)


def is_aside(heading: str, *, boxed: bool = False) -> bool:
    """Whether a heading is that of a box which tells of one case."""
    return bool(ASIDE.match(heading) or (boxed and EXAMPLE.match(heading)))


def is_about_strengths(heading: str) -> bool:
    """Whether a heading opens a list of what is good; it may end in a colon."""
    return bool(STRENGTHS.match(heading.rstrip(" :")))


def is_about_board(heading: str) -> bool:
    """Whether a heading names a local safeguarding children board."""
    return bool(BOARD.search(heading))


def is_board(heading: str) -> bool:
    """Whether a heading is the name of a local safeguarding children board, and says no more."""
    return bool(BOARD_ALONE.match(heading))

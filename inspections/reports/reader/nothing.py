"""Sentences that say there is nothing to list: no entry, whether or not they are numbered."""

import re

URGENT = r"(?:priority|immediate|urgent)"
MANNER = r"(?:further |other |specific |such |additional |new |formal |significant |serious )"
ASKED = r"(?:requiring|(?:that|which) (?:require|need)(?:s|d|ed)?|needing) (?:any )?"
SUCH = (
    rf"{MANNER}{{0,3}}(?:areas?\b|recommendations?\b|"
    rf"(?:issues?|matters?|concerns?|actions?) {ASKED}{URGENT}\b|"
    rf"{URGENT}(?: (?:and|or|and/or) {URGENT})? actions?\b)"
)
# What no sentence but one about the inspection itself speaks of.
OURS = (
    rf"{MANNER}{{0,3}}(?:key )?(?:recommendations?\b|"
    r"areas? (?:for|of|requiring|needing|that (?:require|need)) (?:further )?(?:priority|immediate|"
    r"urgent|improvement|development|action|significant (?:weakness|concern))|"
    rf"{URGENT}(?: (?:and|or|and/or) {URGENT})? actions?\b|"
    r"(?:issues?|matters?|actions?) (?:requiring|that requires?|needing) (?:priority|immediate|"
    r"urgent)\b)"
)
US = (
    r"(?:(?:this|the|our|that) (?:[\w-]+ ){0,3}?(?:inspections?|reviews?|visits?)(?: team)?|"
    r"(?:the |our )?(?:[\w-]+ )?(?:inspectors?|reviewers?)|inspectorates?|ofsted|we)"
)
SEE = r"(?:ma[dk]e|found|find|identif\w{1,5}|see|saw|note|raise|highlight|report|record|set)d?s?"
SEEN = r"(?:identified|found|made|required|needed|noted|raised|highlighted|recorded|reported|set)"
IS = r"(?:are|were|is|was|have been|has been)"
NONE_STATED = re.compile(  # not "There are no plans for …", which is something to improve
    rf"^(?:(?:(?:at|in|during|on|for) (?:this|the|our|that) [^.,]{{0,50}}, ?)?"
    rf"(?:there {IS} (?:currently )?(?:no {SUCH}|none\b)|"
    rf"no {SUCH}|"
    rf"(?:none|nothing|nil|n/a|not applicable)(?:[.;]|$| (?:{IS} )?{SEEN})|"
    rf"{US} (?:has |have )?(?:{SEE}) no {SUCH}|"
    rf"{US} (?:did|does|do|has|have) not {SEE} (?:that )?(?:there {IS} )?(?:any )?{SUCH}|"
    rf"(?:areas? (?:for|of) )?[\w ]{{0,40}}(?:actions?|improvement|recommendations?) ?[:–-] ?"
    rf"(?:none|nil)\b|"
    rf"{OURS}[^.]{{0,60}}? {IS} not {SEEN}))",
    re.IGNORECASE,
)
WITHIN = re.compile(
    rf"\bno {OURS}[^.]{{0,80}}? {IS} {SEEN}\b(?! by (?!inspectors|the inspect|us\b))", re.IGNORECASE
)
SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
ASKS = re.compile(r"\b(?:should|must|needs? to|ensure|however|but|although)\b", re.IGNORECASE)
LONGEST = 300  # characters


def says_none(text: str) -> bool:
    """Whether the text says only that there is nothing: its first sentence does, and none below
    asks for anything.
    """
    if len(text) > LONGEST:
        return False
    first, *others = SENTENCE.split(text)
    found = NONE_STATED.match(first) or WITHIN.search(first)
    return bool(found) and not any(map(ASKS.search, [first[found.end() :], *others]))

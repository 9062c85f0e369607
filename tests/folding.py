"""Pages as a browser lays them out: white space in a row is one, and around blocks there is none.

So tests look for words and elements, and templates may break their lines where they read best.
"""

import re

_AS_TYPED = re.compile(r"(<(?:textarea|pre|script)\b.*?</(?:textarea|pre|script)>)", re.S)
_BLOCKS = (
    *("html", "head", "meta", "title", "link", "body", "header", "nav", "main", "footer", "div"),
    *("section", "article", "aside", "p", "h[1-6]", "ul", "ol", "li", "dl", "dt", "dd", "table"),
    *("caption", "thead", "tbody", "tr", "th", "td", "form", "fieldset", "legend", "details"),
    *("summary", "figure", "figcaption", "svg", "g", "line", "polyline", "circle", "rect", "path"),
    *("option", "optgroup", "select", "datalist", "br", "hr", "blockquote", "textarea", "pre"),
)
_AROUND_BLOCKS = re.compile(rf"\s*(</?(?:{'|'.join(_BLOCKS)})(?:\s[^<>]*)?>)\s*")


def fold(html: str) -> str:
    parts = _AS_TYPED.split(html)
    return "".join(part if odd % 2 else _fold(part) for odd, part in enumerate(parts))


def _fold(html):
    return _AROUND_BLOCKS.sub(r"\1", re.sub(r"\s+", " ", html).replace(" >", ">"))


class FoldWhiteSpace:
    """What each test reads of a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming:
            response.content = fold(response.content.decode()).encode()
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response

"""The house: imports go down only, and no room is too big to know."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STOREYS = ["councils", "inspections", "improvement", "config"]  # each may import those before it
# The one way up: the setting that names Django's admin site, as a string, in config itself.
FORBIDDEN_NAMES = {"services", "actions", "common", "core", "utils", "helpers", "misc"}


def modules(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            yield node.module


@pytest.mark.parametrize("storey", STOREYS)
def test_imports_go_down_only(storey):
    above = set(STOREYS[STOREYS.index(storey) + 1 :]) | {"tests"}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(storey)
        for name in imported(path)
        if name.split(".")[0] in above
    ]
    assert wrong == []


def test_no_module_is_longer_than_400_lines():
    long = [
        f"{path.relative_to(ROOT)}: {lines}"
        for path in modules(*STOREYS, "tests", "benchmarks")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    ]
    assert long == []


def test_no_template_is_longer_than_150_lines():
    long = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if len(path.read_text(encoding="utf-8").splitlines()) > 150
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing():
    named = {path.stem for path in modules(*STOREYS)} | {
        path.parent.name for path in modules(*STOREYS)
    }
    # `actions` is a word of the domain: a module of that name must hold the model of that name.
    held = "class Action(" in (ROOT / "improvement/models/actions.py").read_text(encoding="utf-8")
    assert held
    assert (named - {"actions"}) & FORBIDDEN_NAMES == set()


def test_no_template_has_inline_style_or_script():
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        for text in [path.read_text(encoding="utf-8")]
        if " style=" in text or "<style" in text or "<script>" in text or " onclick=" in text
    ]
    assert guilty == []


def test_rules_do_not_read_the_clock():
    """`now()` and `today()` belong to views, commands and the admin; a rule is told the day."""
    allowed = (
        "views.py",
        "public.py",  # the minute of a kept page
        "admin",
        "scoping",
        "management",
        "demonstration",
        "admin_site.py",
        "middleware.py",
    )
    guilty = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules("councils", "inspections", "improvement")
        if not any(part in allowed for part in path.parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow", "localdate"}
    ]
    assert guilty == []

"""The files of the demonstration, table by table; what is wrong in one is said with its place."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError

from improvement.demonstration.timetable import WorkingDays

NAMES = ("act", "reference", "key", "username", "area", "title", "by", "kind")  # in this order
NEEDED: Any = object()


class CannotLoad(Exception):
    """The demonstration is not loaded; the message says why and what to do."""


class FileEntry:
    """A table of a file. It remembers what was asked of it: at the end of `with` nothing may be
    left over, and what the record refuses is told with the file and the entry.
    """

    def __init__(self, file: str, values: dict[str, Any], name: str = ""):
        self.file, self.values, self.name = file, values, name
        self.asked: set[str] = set()

    @classmethod
    def read(cls, folder: Path, file: str) -> "FileEntry":
        try:
            text = (folder / file).read_text(encoding="utf-8")
            return cls(file, tomllib.loads(text, parse_float=Decimal))
        except OSError as problem:
            raise CannotLoad(f"{folder / file} cannot be read: {problem.strerror}.") from problem
        except ValueError as problem:  # not TOML, or not UTF-8
            raise CannotLoad(f"{folder / file} cannot be read: {problem}.") from problem

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, trace):
        if isinstance(problem, ValidationError):
            fields = problem.message_dict.items() if hasattr(problem, "error_dict") else ()
            said = [f"{name}: {' '.join(messages)}" for name, messages in fields]
            raise self.wrong(" ".join(said or problem.messages)) from problem
        if isinstance(problem, PermissionDenied | ObjectDoesNotExist):
            raise self.wrong(f"the record refuses this. {problem}") from problem
        if problem is None and self.left():
            raise self.wrong(f"“{next(iter(self.left()))}” means nothing here: is it misspelt?")

    def wrong(self, why: str) -> CannotLoad:
        place = f"{self.file}, {self.name}" if self.name else self.file
        return CannotLoad(f"fixtures/demonstration/{place}: {why}")

    def get(self, key: str, default: Any = NEEDED, kind: type = str) -> Any:
        """The value, which must be of that kind; without a default it must be there."""
        self.asked.add(key)
        value = self.values.get(key, default)
        if value is NEEDED:
            raise self.wrong(f"“{key}” is missing.")
        if value is not default and type(value) is not kind:
            raise self.wrong(f"“{key}” is {value!r}, and should be of the kind {kind.__name__}.")
        return value

    def of(self, key: str, known: Mapping[str, Any], default: Any = NEEDED) -> Any:
        """What the value names: one of those that are known."""
        name = self.get(key, default)
        return default if name is default else self.among(key, known, name)

    def all_of(self, key: str, known: Mapping[str, Any]) -> list[Any]:
        return [self.among(key, known, name) for name in self.get(key, [], list)]

    def among(self, key: str, known: Mapping[str, Any], name: Any) -> Any:
        if str(name) not in known:
            raise self.wrong(f"“{key}” names “{name}”, which is none of {', '.join(known)}.")
        return known[str(name)]

    def when(self, key: str = "month", default: Any = NEEDED) -> int | WorkingDays | None:
        """A month counted from the day of loading; or `working_days`, counted from it too."""
        if key == "month" and "working_days" in self.values:
            return WorkingDays(self.get("working_days", kind=int))
        if isinstance(self.values.get(key), dict):
            self.asked.add(key)
            return FileEntry(self.file, self.values[key], f"{self.name}, {key}").when()
        return self.get(key, default, int)

    def tables(self, key: str) -> list["FileEntry"]:
        """The tables under `[[key]]`; each is named by what it calls itself, or by its number."""
        found = []
        for number, values in enumerate(self.get(key, [], list), start=1):
            own = next((str(values[name]) for name in NAMES if name in values), "")
            place = f"{key} {number} ({own})" if own else f"{key} {number}"
            name = f"{self.name}, {place}" if self.name else place
            found.append(FileEntry(self.file, values, name))
        return found

    def left(self) -> dict[str, Any]:
        """What nobody has asked for yet."""
        return {key: value for key, value in self.values.items() if key not in self.asked}

    def rest(self) -> dict[str, Any]:
        found = self.left()
        self.asked |= found.keys()
        return found

    def make(self, model, **given):
        """A row of the model: what goes by the names of its fields must pass their checks."""
        own = {field.name for field in model._meta.concrete_fields if not field.is_relation}
        own -= given.keys()
        fields = {name: value for name, value in self.values.items() if name in own}
        self.asked |= fields.keys()
        row = model(**given, **fields)
        row.clean_fields(exclude={field.name for field in model._meta.fields} - fields.keys())
        return row


def enter(row, by, at, **links):
    """Save `row` as if typed by that person at that moment, its history included; return it."""
    row._history_date, row._history_user = at, by
    row.save()
    for name, rows in links.items():
        if rows:
            getattr(row, name).set(rows)
    return row

"""Which kind of spreadsheet some bytes are; what is none, or cannot be opened, gets a sentence."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from inspections.spreadsheets.facts import Unreadable
from inspections.spreadsheets.parsing import refuse_document_type

MAX_UNPACKED = 200_000_000  # bytes; a sheet of 100,000 recommendations takes a third
MAX_PARTS = 2_000
MAX_SHEETS = 250
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"  # the old kind of file, and the wrapping of a new one with a password
_SAVE_AS = "Open it, choose “Save as” and the type “Excel workbook (XLSX)”, and upload that file."


def is_spreadsheet(content: bytes) -> bool:
    """Whether the bytes are a packed or an old file, so that they are not to be read as text."""
    return content.startswith((ZIP, OLE))


_UNUSUAL = f"This file is packed in an unusual way. {_SAVE_AS}"
_DAMAGED = (KeyError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
# What a library raises for a file that is not as it should be: it checks little itself.
_UNEXPECTED = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError),
    *(SyntaxError, TypeError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError),
)


@contextmanager
def read_by_library() -> Iterator[None]:
    """Whatever a library makes of a damaged file becomes a sentence: raises Unreadable."""
    try:
        yield
    except _UNEXPECTED as problem:
        raise Unreadable(
            "This spreadsheet cannot be opened: it is damaged. Open it in your spreadsheet "
            "program, save it again, and upload that file."
        ) from problem


def refuse_many_sheets(count: int) -> None:
    """Raises Unreadable."""
    if count > MAX_SHEETS:
        raise Unreadable(
            f"This spreadsheet names {count:,} sheets, far more than the {MAX_SHEETS} that are "
            "read. Save the sheet with the table by itself."
        )


class Package:
    """The parts of a packed file. Raises Unreadable if it is no spreadsheet."""

    def __init__(self, content: bytes):
        if content.startswith(OLE):
            raise Unreadable(_old(content))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            parts = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError) as problem:
            raise Unreadable(
                "This spreadsheet is damaged or cut off. Open it in your spreadsheet program, save "
                "it again, and upload that file."
            ) from problem
        except NotImplementedError as problem:
            raise Unreadable(_UNUSUAL) from problem
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise Unreadable(
                f"This file unpacks to more than {MAX_UNPACKED // 1_000_000} MB. No table "
                "does. Save the sheet with the table by itself."
            )
        self.names = {part.filename for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable(_locked("file"))
        self.kind = self._kind()

    @property
    def has_macros(self) -> bool:
        return any(
            name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in self.names
        )

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises Unreadable if it is missing or damaged."""
        try:
            content = self._zip.read(name)
        except _DAMAGED as problem:
            raise Unreadable(
                "A part of this spreadsheet is missing or damaged. Open it in your spreadsheet "
                "program, save it again, and upload that file."
            ) from problem
        except NotImplementedError as problem:
            raise Unreadable(_UNUSUAL) from problem
        if name.endswith((".xml", ".rels")):
            refuse_document_type(content)
        return content

    def _kind(self) -> str:
        if "xl/workbook.xml" in self.names:
            return "xlsx"
        if "xl/workbook.bin" in self.names:
            raise Unreadable(f"This is a binary workbook (XLSB). {_SAVE_AS}")
        said = self.part("mimetype") if "mimetype" in self.names else b""
        if said.strip().startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            if b"encryption-data" in self.part("META-INF/manifest.xml"):
                raise Unreadable(_locked("spreadsheet"))
            return "ods"
        what = "a word-processing file" if "word/document.xml" in self.names else "a packed file"
        raise Unreadable(f"This is {what}, not a spreadsheet. Upload a CSV, XLSX or ODS file.")


def _old(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _locked("workbook")
    return f"This is a spreadsheet of the old kind (XLS), or another old Office file. {_SAVE_AS}"


def _locked(what: str) -> str:
    return (
        f"This {what} is protected with a password. Open it, take the password off, save it, and "
        "upload that file."
    )

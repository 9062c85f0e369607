"""Reading reports from outside: in a process of its own, under limits of time and memory."""

from pathlib import Path

from inspections.bounded import BoundedProcess, Crashed, TooSlow
from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.opening import MAX_BYTES
from inspections.reports.reader.results import Report, report_from_dict

MAX_SECONDS = 8  # for one file; within the reading itself it is `opening.MAX_SECONDS`


class BoundedReader:
    """Reads reports one after another in one process, which is replaced when it fails.

    with BoundedReader(settings.ROOT / "fixtures") as reader:
        report = reader.read(data)
        picture = reader.draw(data, page=3)
    """

    def __init__(self, reference_folder: Path):
        self._process = BoundedProcess("inspections.reports.reader.worker", str(reference_folder))

    def __enter__(self) -> "BoundedReader":
        return self

    def __exit__(self, *problem):
        self._process.stop()

    def read(self, data: bytes) -> Report:
        """What the PDF says. Raises Unreadable."""
        answer, _ = self._ask({}, data)
        return report_from_dict(answer["report"])

    def draw(self, data: bytes, page: int) -> bytes:
        """Page number `page`, counted from 1, as a PNG. Raises Unreadable."""
        _, picture = self._ask({"page": page}, data)
        return picture

    def _ask(self, question: dict, data: bytes) -> tuple[dict, bytes]:
        if len(data) > MAX_BYTES:
            raise Unreadable(f"The file is larger than {MAX_BYTES // 1_000_000} MB. No report is.")
        try:
            answer, picture = self._process.ask(question, data, seconds=MAX_SECONDS)
        except Crashed as problem:
            raise Unreadable(
                "This PDF is damaged in a way that stops the reader. Download the report again."
            ) from problem
        except TooSlow as problem:
            raise Unreadable(
                f"Reading this file was stopped after {MAX_SECONDS} seconds. A report takes less "
                "than one: the file is damaged, or made to be slow."
            ) from problem
        if "error" in answer:
            raise Unreadable(answer["error"])
        return answer, picture

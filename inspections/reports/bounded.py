"""Reading files from outside: in a process of its own, under limits of time and memory.

A PDF is a program for a machine written in C. A damaged or hostile one may crash that machine,
run for ever or fill the memory; here it takes only the reading process with it.
"""

import json
import logging
import subprocess
import sys
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import inspections
from inspections.reports.errors import Unreadable
from inspections.reports.opening import MAX_BYTES
from inspections.reports.results import Report, report_from_dict

MAX_SECONDS = 8  # for one file; within the reading itself it is `opening.MAX_SECONDS`
PROJECT = Path(inspections.__file__).resolve().parent.parent

logger = logging.getLogger(__name__)


class BoundedReader:
    """Reads reports one after another in one process, which is replaced when it fails.

    with BoundedReader(settings.ROOT / "fixtures") as reader:
        report = reader.read(data)
    """

    def __init__(self, reference_folder: Path):
        self._folder = reference_folder
        self._process: subprocess.Popen | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> "BoundedReader":
        return self

    def __exit__(self, *problem):
        self._stop()

    def read(self, data: bytes) -> Report:
        """What the PDF says. Raises Unreadable."""
        if len(data) > MAX_BYTES:
            raise Unreadable(f"The file is larger than {MAX_BYTES // 1_000_000} MB. No report is.")
        answer = self._ask(data)
        if "error" in answer:
            raise Unreadable(answer["error"])
        return report_from_dict(answer["report"])

    def _ask(self, data: bytes) -> dict:
        if self._process is None:
            self._start()
        try:
            self._connection.send_bytes(data)
            if self._connection.poll(MAX_SECONDS):
                return json.loads(self._connection.recv_bytes())
        except (EOFError, ConnectionError) as problem:
            code = self._process.wait()
            self._stop()
            logger.warning("The process that reads reports ended with code %s.", code)
            raise Unreadable(
                "This PDF is damaged in a way that stops the reader. Download the report again."
            ) from problem
        self._stop()
        raise Unreadable(
            f"Reading this file was stopped after {MAX_SECONDS} seconds. A report takes less than "
            "one: the file is damaged, or made to be slow."
        )

    def _start(self) -> None:
        ours, theirs = Pipe()
        descriptor = theirs.fileno()
        command = [sys.executable, "-m", "inspections.reports.worker", str(descriptor)]
        self._process = subprocess.Popen(
            [*command, str(self._folder)],
            cwd=PROJECT,
            pass_fds=[descriptor],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        self._connection = ours

    def _stop(self) -> None:
        if self._process is None:
            return
        self._connection.close()
        self._process.kill()
        self._process.wait()
        self._process = self._connection = None

"""The process that reads reports for `bounded.BoundedReader`: bytes come in, JSON goes out.

python -m inspections.reports.worker FILE-DESCRIPTOR REFERENCE-FOLDER
"""

import json
import resource
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from inspections.reports.errors import Unreadable
from inspections.reports.reading import read_report
from inspections.reports.reference import load_reference

MAX_MEMORY = 600_000_000  # bytes of address space; a real report takes a quarter


def main(descriptor: str, folder: str) -> None:
    """Answer each message with one until the other side closes."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    reference = load_reference(Path(folder))
    with Connection(int(descriptor)) as connection:
        while True:
            try:
                data = connection.recv_bytes()
            except EOFError:
                return
            connection.send_bytes(json.dumps(_answer(data, reference)).encode())


def _answer(data: bytes, reference) -> dict:
    try:
        return {"report": read_report(data, reference).as_dict()}
    except Unreadable as problem:
        return {"error": str(problem)}
    except MemoryError:
        return {"error": "This file needs far more memory than a report does. It was not read."}


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A process of its own for files from outside, under limits of time and memory.

A PDF or a packed spreadsheet is a program for a machine written in C. A damaged or hostile one
may crash that machine, run for ever or fill the memory; here it takes only that process with it.

A question is a message of JSON and a message with the file's bytes; an answer is a message of
JSON and one with any bytes, often none.
"""

import json
import logging
import resource
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import inspections

PROJECT = Path(inspections.__file__).resolve().parent.parent

logger = logging.getLogger(__name__)


class Crashed(Exception):
    """The process ended on this file, by itself or by the limit of its memory."""


class TooSlow(Exception):
    """The process was stopped, as its time for this file was over."""


class BoundedProcess:
    """Asks one process after another question, and replaces it when it fails.

    `module` is one that calls `serve`; it gets `arguments` after the descriptor.
    """

    def __init__(self, module: str, *arguments: str):
        self._command = [sys.executable, "-m", module]
        self._arguments = arguments
        self._process: subprocess.Popen | None = None
        self._connection: Connection | None = None

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.stop()

    def ask(self, question: dict, data: bytes, *, seconds: float) -> tuple[dict, bytes]:
        """The answer. Raises Crashed, or TooSlow after so many seconds."""
        if self._process is None:
            self._start()
        try:
            self._connection.send_bytes(json.dumps(question).encode())
            self._connection.send_bytes(data)
            if self._connection.poll(seconds):
                return json.loads(self._connection.recv_bytes()), self._connection.recv_bytes()
        except (EOFError, ConnectionError) as problem:
            code = self._process.wait()
            self.stop()
            logger.warning("A process that reads files from outside ended with code %s.", code)
            raise Crashed from problem
        self.stop()
        raise TooSlow

    def stop(self) -> None:
        """End the process, if there is one."""
        if self._process is None:
            return
        self._connection.close()
        self._process.kill()
        self._process.wait()
        self._process = self._connection = None

    def _start(self) -> None:
        ours, theirs = Pipe()
        descriptor = theirs.fileno()
        self._process = subprocess.Popen(
            [*self._command, str(descriptor), *self._arguments],
            cwd=PROJECT,
            pass_fds=[descriptor],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        self._connection = ours


def serve(
    descriptor: str, answer: Callable[[dict, bytes], tuple[dict, bytes]], *, memory: int
) -> None:
    """In the process itself: answer each question until the other side closes.

    `memory` is the most address space that it may take, in bytes.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with Connection(int(descriptor)) as connection:
        while True:
            try:
                question, data = json.loads(connection.recv_bytes()), connection.recv_bytes()
            except EOFError:
                return
            said, carried = answer(question, data)
            connection.send_bytes(json.dumps(said).encode())
            connection.send_bytes(carried)

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from inspections.reports.reader.bounded import BoundedReader
from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.results import Report


class Command(BaseCommand):
    help = "Says what report PDFs say, with page numbers and doubts. Saves nothing."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="one JSON object a line"
        )

    def handle(self, *, files, as_json, **options):
        write = self.write_json if as_json else self.write_text
        failed = 0
        with BoundedReader(settings.ROOT / "fixtures") as reader:
            for file in files:
                try:
                    report, error = reader.read(Path(file).read_bytes()), ""
                except OSError as problem:
                    report, error = None, f"The file cannot be opened: {problem.strerror}."
                except Unreadable as problem:
                    report, error = None, str(problem)
                failed += report is None
                write(file, report, error)
        if failed:
            raise CommandError(f"Not read: {failed} of {len(files)}.")

    def write_json(self, file: str, report: Report | None, error: str) -> None:
        answer = {"file": file, "ok": report is not None}
        answer |= report.as_dict() if report else {"error": error}
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def write_text(self, file: str, report: Report | None, error: str) -> None:
        self.stdout.write(file)
        if report is None:
            self.stdout.write(f"  {error}")
            return
        for inspection in report.inspections:
            days = f"{inspection.fieldwork_start} to {inspection.fieldwork_end}"
            self.stdout.write(f"  {inspection.body.name}: {inspection.framework}, {days}")
            if inspection.theme:
                self.stdout.write(f"    it looked at: {inspection.theme}")
            for judgement in inspection.judgements:
                grade = judgement.grade or "not read"
                self.stdout.write(f"    page {judgement.page}: {judgement.printed_area}: {grade}")
            for item in inspection.recommendations:
                number = item.reference or f"({item.order})"
                text = " ".join(item.text.split())
                self.stdout.write(f"    page {item.page}: {number} {text}")
        for doubt in report.doubts:
            self.stdout.write(f"  Doubt: {doubt.field}, page {doubt.page}: {doubt.why}")

"""Publishing a cleaned copy of an evidence file: by choice, screened, never the original."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction

from councils.access import Can
from councils.screening import screen
from improvement.copies import Cleaned, NotPublishable, clean_file
from improvement.models import Evidence, EvidenceCopy
from improvement.workflow.guards import Refused, demand, locked
from improvement.workflow.publishing import Suspicion, answered

MOST_SUSPICIONS = 20  # nobody answers more; the document itself has to be corrected


def cleaned_copy(evidence: Evidence) -> Cleaned:
    """What would be published of the evidence's file. Raises Refused."""
    with evidence.file.open("rb") as file:
        content = file.read()
    try:
        return clean_file(evidence.file_name, content)
    except NotPublishable as problem:
        raise Refused(str(problem)) from problem


def screening_of_copy(evidence: Evidence, copy: Cleaned) -> list[Suspicion]:
    """What looks like personal data in the words of the copy. Raises Refused if it is too much."""
    found = screen(copy.words)
    if len(found) > MOST_SUSPICIONS:
        raise Refused(
            f"{len(found)} things in this file look like personal data, such as "
            f"“{found[0].words}”. Take them out, and offer the corrected file as newer evidence."
        )
    return [
        Suspicion(
            key=f"{evidence._meta.label_lower}:{evidence.pk}:copy:{one.words}",
            where=f"{evidence}, its file",
            looks_like=one.looks_like,
            words=one.words,
        )
        for one in found
    ]


def publish_copy(*, evidence: Evidence, by, at, answers=None) -> EvidenceCopy:
    """Make a cleaned copy of the evidence's file public.

    The evidence was released before. `answers` maps the key of each `Suspicion` to why the words
    may be published all the same. Raises Refused.
    """
    demand(by, Can.RELEASE, evidence.action.plan)
    _refuse(evidence, at)
    copy = cleaned_copy(evidence)  # before anything is locked: it may take seconds
    kept = answered(screening_of_copy(evidence, copy), answers or {})
    digest = hashlib.sha256(copy.content).hexdigest()
    with transaction.atomic():
        locked(evidence.action)
        evidence = Evidence.objects.get(pk=evidence.pk)
        _refuse(evidence, at)
        return EvidenceCopy.objects.create(
            evidence=evidence,
            file=ContentFile(copy.content, name=digest),
            ending=copy.ending,
            size=len(copy.content),
            sha256=digest,
            removed=copy.removed,
            answers=kept,
            published_at=at,
            published_by=by,
        )


def may_be_copied(evidence: Evidence, at) -> bool:
    """Whether a copy can be published: it was released, with its file, and has no copy yet."""
    return bool(
        evidence.file
        and evidence.redacted_at is None
        and evidence.public_at
        and evidence.public_at <= at
        and not EvidenceCopy.objects.filter(evidence=evidence).exists()
    )


def _refuse(evidence: Evidence, at) -> None:
    if not may_be_copied(evidence, at):
        raise Refused(
            "A copy is published once, of a file whose title is released and from which nothing "
            "was removed. Look again at this evidence."
        )

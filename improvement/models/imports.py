"""Files of readings, as imports of a council."""

from django.db import models

from inspections.models import Import
from inspections.models.imports import ImportQuerySet


class ReadingImportManager(models.Manager.from_queryset(ImportQuerySet)):
    """The imports of this kind alone."""

    def get_queryset(self):
        return super().get_queryset().filter(kind=Import.Kind.READINGS)


class ReadingImport(Import):
    """An import of readings: the same rows, with pages of their own."""

    objects = ReadingImportManager()

    class Meta:
        proxy = True
        verbose_name = "file of readings"
        verbose_name_plural = "files of readings"

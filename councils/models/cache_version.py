"""The version of the record, for whoever keeps a copy of something made from it."""

from django.db import models


class CacheVersion(models.Model):
    """One row, with another token after every change of any record. Not a record itself."""

    token = models.CharField(max_length=32)

    def __str__(self):
        return self.token

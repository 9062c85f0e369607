"""Admin classes that keep one council out of another's records, everywhere.

Register every model with a `ScopedAdmin` (or `ReferenceAdmin`, for public reference data), and
show related rows in a `ScopedTabularInline` or `ScopedStackedInline`. Then rows, choices of
foreign keys, filters, autocompletes, posted keys and addresses reach no further than the person's
roles in `access.py`; Django's own model permissions count for nothing. What lies out of reach
answers 404, as if it did not exist.

The four `…_needs` say what a person must be able to do at the row's council. A class with an
action over several rows narrows the rows first: `self.where(request, queryset, Can.DECIDE)`.
"""

from councils.scoping.admin import (
    ActsAdmin,
    ReferenceAdmin,
    ScopedAdmin,
    ScopedRelatedFilter,
    posted,
)
from councils.scoping.forms import CheckedForm, LookUp, is_key
from councils.scoping.inlines import ScopedStackedInline, ScopedTabularInline
from councils.scoping.publishable import PublishableAdmin, StateFilter, WithdrawableAdmin
from councils.scoping.reach import Only, PublicReference, Scoped, gated, holds, may_enter

__all__ = [
    "ActsAdmin",
    "CheckedForm",
    "LookUp",
    "Only",
    "PublicReference",
    "PublishableAdmin",
    "ReferenceAdmin",
    "Scoped",
    "ScopedAdmin",
    "ScopedRelatedFilter",
    "ScopedStackedInline",
    "ScopedTabularInline",
    "StateFilter",
    "WithdrawableAdmin",
    "gated",
    "holds",
    "is_key",
    "may_enter",
    "posted",
]

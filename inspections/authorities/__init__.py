"""The national list of councils as a table: `Councils` says what its rows mean.

It lives here and not in `councils/`: the readers of tables and the import's record are on this
storey, and imports go down only.
"""

from inspections.authorities.kind import Councils

__all__ = ["Councils"]

"""The admin of councils, partner bodies, posts, people and their roles."""

from councils.admin.people import MembershipAdmin, PersonAdmin
from councils.admin.places import BodyAdmin, CouncilAdmin
from councils.admin.posts import PostAdmin

__all__ = ["BodyAdmin", "CouncilAdmin", "MembershipAdmin", "PersonAdmin", "PostAdmin"]

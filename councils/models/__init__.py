"""Who: councils, partner bodies, posts and who holds them, people and their roles."""

from councils.models.councils import Body, CacheVersion, Council, CouncilCode
from councils.models.people import Membership, User
from councils.models.posts import Post, PostHolding

__all__ = [
    "Body",
    "CacheVersion",
    "Council",
    "CouncilCode",
    "Membership",
    "Post",
    "PostHolding",
    "User",
]

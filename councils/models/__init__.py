"""Who: councils, partner bodies, posts and who holds them, people and their roles."""

from councils.models.councils import Body, Council, CouncilCode
from councils.models.edition import Edition
from councils.models.people import Membership, User
from councils.models.posts import Post, PostHolding

__all__ = [
    "Body",
    "Council",
    "CouncilCode",
    "Edition",
    "Membership",
    "Post",
    "PostHolding",
    "User",
]

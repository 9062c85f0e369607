class NotPublishable(Exception):
    """No public copy of this file can be made; the message says why and what to do."""

"""What the public pages say, put together from the rules for their templates."""

"""The terminal's side of both doors: following editions, filing what happened, and being paired."""

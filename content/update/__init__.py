"""A new version on a box: its package looked at, its database brought along, and the way back from both."""

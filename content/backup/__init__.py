"""Backups of the hub: what is copied and checked, where to, how old it may be, and the drill that proves it."""

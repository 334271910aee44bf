"""Scenes: published records in, one piece of escaped markup with an id, an end and a dwell out."""

"""Markup of the scenes, one Jinja2 template a kind."""

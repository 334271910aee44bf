"""HTML of the desk from escaped templates: the only way text of a record becomes markup."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("content.admin", "templates"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip


def written(template: str, **values: object) -> str:
    """Return a template of `templates/` filled in; every value is escaped."""
    return _templates().get_template(template).render(**values)

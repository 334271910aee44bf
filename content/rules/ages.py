"""From what age somebody may work, and how old they are on a day; pure (domain B2)."""

from __future__ import annotations

from datetime import date

WORKING_AGE = 16  # 劳动法 §15, 禁止使用童工规定 §2: below it nothing is registered and no work is offered
ADULT_AGE = 18  # 劳动法 §58: from 16 to below it 未成年工, kept from hazards


def age_on(born: date, today: date) -> int:
    """Return the full years lived on a day; for who was born on 29 February a year is full on 1 March."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

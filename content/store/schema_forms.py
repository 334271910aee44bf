"""What the forms of the desk changed in the file, released with `drafts_in_one_place`."""

from __future__ import annotations

# drafts lay among the settings before they had a table; a sealed one cannot be moved, as its seal names its place
OLD_DRAFTS_GONE = "DELETE FROM setting WHERE name LIKE 'draft/%'"

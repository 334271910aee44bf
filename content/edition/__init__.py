"""The read side of editions (期): format, shelf, reading, search; all of it that a terminal needs."""

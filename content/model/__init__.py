"""Frozen records of the market, with no clock and no I/O; import them from the modules below."""

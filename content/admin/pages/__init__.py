"""Pages of the desk, one route a file."""

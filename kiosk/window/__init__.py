"""The service window: a clerk's PC with the same reader and printer, for registering and slips at the window."""

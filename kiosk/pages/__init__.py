"""The pages of the kiosk, one route a file."""

"""The ways to a printer: serial line, TCP port 9100, file; one protocol, every call with a deadline."""

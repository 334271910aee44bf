"""The ways to a printer: serial line, TCP port 9100, USB device, file; one protocol, every call with a deadline."""

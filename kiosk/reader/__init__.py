"""The ID-card reader: interface, protocol, serial driver, simulated twins."""

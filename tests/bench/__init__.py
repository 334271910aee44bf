"""Figures of speed and size, printed beside their targets by `make bench`; nothing here is asserted."""

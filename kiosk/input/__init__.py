"""Typing with fingers: the panel that lives in the browser and the characters it offers."""

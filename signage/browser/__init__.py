"""The glass: the process that keeps Chromium showing the player, and looks at what it really shows."""

"""What the hall's staff may do at a kiosk: the PIN, the pause, the volume, and how the machine is."""

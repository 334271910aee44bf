"""Pages of the desk about kiosks; registered by the hub, never imported by a kiosk."""

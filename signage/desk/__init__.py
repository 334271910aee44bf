"""Pages of the desk about screens; registered by the hub, never imported by a screen."""

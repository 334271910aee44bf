"""The display's power: hours, confirmed switching, and the tools that speak to it."""

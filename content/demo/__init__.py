"""The demonstration: a market full of invented work, the processes that show it, and the simulator's page."""

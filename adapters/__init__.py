"""The platforms: each translates between its own JSON and the core's events and posts."""

"""Servers on loopback that the platforms' real clients talk to."""

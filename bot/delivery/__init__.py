"""Delivery: what was decided is sent once, in order and in time."""

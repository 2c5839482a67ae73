"""Polls and surveys: asked in a channel, answered by a tap, anonymous by construction where that is wanted."""

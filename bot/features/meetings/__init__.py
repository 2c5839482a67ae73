"""Meetings of a pair: a time that suits both, an invitation, a reminder, and whether they met."""

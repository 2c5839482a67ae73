"""Offer, seek, find and ask."""

"""Somebody’s profile as others see it, and changing it piece by piece."""

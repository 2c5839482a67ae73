"""Measurements: how fast, how soon, how small, each beside a floor measured in the same run."""

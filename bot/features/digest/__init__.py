"""The coordination's week: what happened, what waits, and what did not happen and why."""

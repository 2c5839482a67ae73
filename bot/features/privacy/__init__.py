"""What is kept about a person: shown, exported, erased, and forgotten in time."""

"""The life of a pair: introduction, steps, check-ins, endings."""

"""Recognition: thanks between partners, shown to everybody only where both like that, and never a ranking."""

"""What is kept about people: every table and column, why, for how long, how it is exported and how erased."""

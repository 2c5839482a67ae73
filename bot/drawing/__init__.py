"""Pictures of numbers: what is to be drawn as plain data, and a process of its own that draws it."""

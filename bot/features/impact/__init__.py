"""Whether any of it helps: figures of the whole community, with what each one means, against the stated goal."""

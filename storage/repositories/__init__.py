"""What each feature keeps, in its own verbs."""

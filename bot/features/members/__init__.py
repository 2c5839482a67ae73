"""Who takes part: profile, topics, consent."""

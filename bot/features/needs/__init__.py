"""What people wait for, and what there is room for: by topic, by language, by district."""

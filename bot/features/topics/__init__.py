"""What people want to learn and can teach: known subjects in three languages, and a community's own."""

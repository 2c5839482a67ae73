"""Weekly posts: series that say one useful thing in a channel, in turn, at the hour the coordination picked."""

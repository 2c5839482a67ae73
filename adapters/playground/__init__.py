"""The playground: a whole chat platform in memory, for trying the bot and for testing it."""

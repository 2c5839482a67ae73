"""What the bot can do, a folder a feature."""

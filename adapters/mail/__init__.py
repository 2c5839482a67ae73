"""Mail to whoever runs the bot: the route for what must reach somebody when the chat cannot."""

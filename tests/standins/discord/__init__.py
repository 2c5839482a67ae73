"""Discord's gateway and REST, version 10, as far as this bot uses them."""

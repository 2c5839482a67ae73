"""A server on loopback that behaves as Slack does."""

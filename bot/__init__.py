"""The core: what the programme does, said without any platform, database or web library."""

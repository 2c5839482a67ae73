"""Stories: what a pair tells the community, as both agreed to it."""

"""Ideas of the community: written down, supported, and answered where everybody can read it."""

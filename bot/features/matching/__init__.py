"""Who suits whom: one score for suggestions and rounds, and the best whole assignment."""

"""The programme as a whole: its set-up, and the templates that a course of weeks follows."""

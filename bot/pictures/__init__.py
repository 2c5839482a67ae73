"""Pictures that people attach: measured, made harmless, kept apart, and put into messages as these are sent."""

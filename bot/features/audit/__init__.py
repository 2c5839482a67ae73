"""The audit log as the coordination reads it."""

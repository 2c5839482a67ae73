"""What every test may ask for. A folder's own fixtures live in its own conftest."""

pytest_plugins = ["tests.postgres", "tests.statements"]

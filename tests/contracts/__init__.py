"""What every Adapter, and every Work, must do; each is run on the real ones by the tests beside."""

import pytest

pytest.register_assert_rewrite("tests.contracts.adapter", "tests.contracts.stage")

"""Settings that every property test of the package shares."""

from hypothesis import settings

# The same examples on every run: a failure is a change in the code, never a lucky draw.
settings.register_profile("lossnotes", derandomize=True, deadline=None, database=None, max_examples=60)
settings.load_profile("lossnotes")

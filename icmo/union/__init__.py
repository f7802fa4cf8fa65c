"""Two copies of a project that were worked on apart, put together from the entries of both logs."""

"""Great Expectations on every published relation: the rules (`suites`) and their evaluation (`run`)."""

"""A real browser, a real server and small indexes for the tests of the web page."""

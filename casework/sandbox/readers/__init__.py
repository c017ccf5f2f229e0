"""One module for each kind of file; loaded and run in the confined child only."""

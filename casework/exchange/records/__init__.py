"""Records of a case as data for one body: units, individuals, incidents with victims, allegations (CSV, Follow the Money)."""

"""One value for each indicator: merged, derived, checked against the rules and last year."""

"""What shares and rates are of: the wholes and divisors that their words name."""

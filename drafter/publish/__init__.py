"""What goes out: the clean files, the open data, and the evidence pack that vouches for them."""

"""The shared portal: accounts and links of departments in front of the same pages."""

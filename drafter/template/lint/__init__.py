"""检查模板: a template held against the catalogue, before there is any data."""

"""A module a page: it takes the request, calls the desk, and shows what that gives."""

"""The blank workbooks, one for each department."""

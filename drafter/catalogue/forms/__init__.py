"""The blank workbooks: one a department, made to be liked by whoever fills them in."""

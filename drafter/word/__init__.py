"""Any Word file, safely: its package, what its parts say, and what is written into them."""

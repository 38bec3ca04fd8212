"""Any file that is brought: proofread, put into format, told as text."""

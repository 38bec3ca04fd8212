"""What people wrote by hand, recorded once and carried from draft to draft."""

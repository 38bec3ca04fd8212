"""The catalogue and the template as they are set up and edited."""

"""The template engine: docxtpl's tag syntax, compiled once, sandboxed, every figure marked."""

"""What is looked for in a text: a module for each kind, each rule a function with its examples."""

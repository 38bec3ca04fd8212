"""Numbers in running text: what each can stand for, and the slips that turn one into another."""

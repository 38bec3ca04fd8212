"""The Word side: template engine, official wording, standard format, draft and trace."""

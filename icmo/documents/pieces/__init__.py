"""What reports are made of: quotes, counts in words, and the sections and tables of each kind."""

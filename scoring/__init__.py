"""From facts to a number: the pure core, the instruments by year, and what recomputes and ranks with them."""

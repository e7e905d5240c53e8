"""The package of a portfolio."""

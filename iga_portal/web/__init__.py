"""The face of the portal: frame, components, form renderer, charts. Knows no models."""

"""Render jobs of the service: what clients may ask, how it is drawn, and what comes out."""

"""From a checked document to a Scene: one module for each kind of object."""

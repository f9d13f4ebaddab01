"""glTF 2.0, read and written."""

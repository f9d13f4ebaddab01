"""From a Scene to glTF: canonical (the same scene gives the same bytes) and with the order of every list kept."""

"""The REST service: assets, scenes, materials, animations and render jobs for a team, behind a token."""

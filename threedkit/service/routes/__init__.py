"""The routes, a router a file: parse, permission, call, answer."""

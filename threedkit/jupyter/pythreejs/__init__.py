"""The live view on pythreejs (three.js r97): the second backend, for those who have it."""

__all__: list[str] = []

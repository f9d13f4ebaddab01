"""Which blobs are needed: registered before they are referred to, collected when nothing refers to them."""

from threedkit.store.keeping.holds import hold, register
from threedkit.store.keeping.keeper import Keeper, RegisteringWriter

__all__ = ["Keeper", "RegisteringWriter", "hold", "register"]

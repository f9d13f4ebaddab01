"""Bodies that are taken as they come: bounded in size, time and memory, whatever their headers say."""

from threedkit.service.receiving.body import Limits, read_body
from threedkit.service.receiving.form import FormFile, FormReader
from threedkit.service.receiving.pump import Pump

__all__ = ["FormFile", "FormReader", "Limits", "Pump", "read_body"]

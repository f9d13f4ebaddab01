"""The ledger of jobs. Imported on first use: it needs SQLAlchemy."""

from threedkit.store.jobs.lease import Lease
from threedkit.store.jobs.store import LEASE_SECONDS, JobStore

__all__ = ["LEASE_SECONDS", "JobStore", "Lease"]

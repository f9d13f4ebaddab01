"""Migrations of the database, run by `threedkit.store.migrate`.

One file a revision: ``r0001_jobs.py`` is revision 0001. A migration that has been released is never changed.
"""

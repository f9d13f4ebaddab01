"""API keys, and how much one may own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0004"
down_revision = "0003"

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), server_default=sa.text("''"), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("groups", _JSON, nullable=False),
        sa.Column("scopes", _JSON, nullable=False),
        sa.Column("admin", sa.Boolean(), nullable=False),
        sa.Column("created", _TIME, nullable=False),
        sa.Column("expires", _TIME, nullable=True),
        sa.Column("revoked", _TIME, nullable=True),
        sa.Column("used", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
    )
    op.create_index("ix_api_keys_subject", "api_keys", ["subject"], unique=False)
    op.create_table(
        "quotas",
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=True),
        sa.Column("assets", sa.BigInteger(), nullable=True),
        sa.Column("jobs", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_quotas")),
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("quotas")
    op.drop_index("ix_api_keys_subject", table_name="api_keys")
    op.drop_table("api_keys")

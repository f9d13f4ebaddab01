"""What happens to an upload: report, facts, thumbnail, levels of detail, a compressed copy; in processes apart."""

from threedkit.service.pipeline.handling import Pipeline

__all__ = ["Pipeline"]

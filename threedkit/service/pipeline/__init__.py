"""What happens to an upload: report, facts, thumbnail, levels of detail, a compressed copy; in processes apart."""

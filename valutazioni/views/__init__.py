"""Pages of monitoring and assessment."""

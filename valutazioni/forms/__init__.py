"""Forms of the pages of monitoring and assessment."""

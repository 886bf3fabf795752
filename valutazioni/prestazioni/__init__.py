"""What a year of measuring and assessing costs, on invented bodies of any size."""

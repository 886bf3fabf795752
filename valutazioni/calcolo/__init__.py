"""The arithmetic of measuring and assessing: pure functions over typed, frozen values, without a database.

Everything is Decimal; degrees and scores are hundredths of 100 (50 is 50%). Values stay exact from the indicator to the
card, and are rounded once, where they are shown or paid, by `base.arrotonda`.
"""

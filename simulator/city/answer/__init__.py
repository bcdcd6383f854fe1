"""The answer of a run: short or to spare, where and when, how sure, and what it rests on."""

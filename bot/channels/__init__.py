"""Channels: how messages come in. Each removes identity codes before anything sees them."""

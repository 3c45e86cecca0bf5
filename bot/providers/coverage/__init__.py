"""Where help is missing: counted by municipality, channel, level, language and time, and drawn."""

"""Rasa actions, one file a capability. Each does little more than call bot/."""

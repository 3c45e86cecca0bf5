"""Measures how well people are understood. The pure parts: bot/commands/evaluate.py loads models and starts servers."""

"""The conversation, apart from Rasa: what is remembered, what a message says, what is shown."""

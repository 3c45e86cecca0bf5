"""Words and sentences in Finnish and Swedish: patterns, texts, dates."""

"""The citizen's chat on the web: the channel, its API, its pages, and the widget that other sites embed (static/)."""

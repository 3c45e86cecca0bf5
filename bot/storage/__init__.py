"""Redis: conversations for as long as they last, locks, and reference codes. Found by REDIS_URL."""

"""Redis: conversations for as long as they last, limits, and reference codes. Found by REDIS_URL."""

"""Papers: what leaves the office on paper, in words of one language. A paper is made of parts, and knows nothing of web or keys."""

"""What one person is answered: the rights in force, what to ask next, and how it is told, as text and as JSON."""

"""The Django project: where people meet Amparo. Its rooms, and nothing below them, know Django."""

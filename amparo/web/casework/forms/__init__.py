"""What colleagues are asked, and what is made of the answers."""

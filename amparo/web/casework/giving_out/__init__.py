"""What leaves the office: the case file on paper, and everything for the person it concerns."""

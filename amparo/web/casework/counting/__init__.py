"""What is counted of cases, and whose set is whose."""

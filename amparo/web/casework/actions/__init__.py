"""What is done in casework, each act checked, done and recorded in one transaction."""

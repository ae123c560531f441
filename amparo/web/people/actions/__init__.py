"""What is done about people, each act checked, done and recorded."""

"""What a person sends with a report, told by its content and freed of metadata; start with `apart.clean_apart`."""

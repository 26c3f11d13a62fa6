"""What is known of language: words and their likeness, numbers, and names."""

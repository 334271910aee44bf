"""What comes into the market as files and what goes out as files; nothing here trusts a file's name."""

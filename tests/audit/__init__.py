"""What outside tools say of our code and of what it is built on."""

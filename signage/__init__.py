"""The hall screen: what is on, the pictures of it, and the page that shows them."""

"""The local web application: pages to code in, and the JSON API under them."""

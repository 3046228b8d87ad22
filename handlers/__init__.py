"""The doors: everything that lets the outside world speak to the product."""

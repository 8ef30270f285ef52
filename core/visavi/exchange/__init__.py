"""Files from elsewhere: delimited lists as HR systems export them, read without trusting them."""

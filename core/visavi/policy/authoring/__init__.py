"""What the author of a policy works with: begin, check, test, explain, compare, try out."""

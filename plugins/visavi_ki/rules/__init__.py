"""KI's rules that need code: small pure functions, one module for each part of the policy."""

"""The rules of the policy that need code: small pure functions from facts to what they find."""

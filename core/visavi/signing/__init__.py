"""Signing: the bytes that are signed, how strongly, copies for the other party, verification.

Nothing here opens a store or loads a policy, so that a copy can be verified anywhere.
"""

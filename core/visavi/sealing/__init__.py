"""Sealing: how a store's files are kept from everybody who lacks its passphrase.

``FORMAT.md`` beside this file describes the bytes. Nothing here is loaded for an unsealed store.
"""

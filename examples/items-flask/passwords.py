"""Passwords, as the users table has them: `salt:key`, both in hex."""

import hashlib
import hmac
import secrets


def hashed(password: str, salt: bytes | None = None) -> str:
    salt = salt or secrets.token_bytes(16)
    return f"{salt.hex()}:{hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32).hex()}"


# What an unknown name is compared with: it takes as long as a known one.
_NOBODY = hashed(secrets.token_hex())


def matches(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was hashed."""
    expected = kept or _NOBODY
    return hmac.compare_digest(hashed(password, bytes.fromhex(expected.split(":")[0])), expected)

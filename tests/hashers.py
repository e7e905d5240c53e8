"""The portal's hash of passwords with few rounds: as good for a test, and a fifth of a second less for each password."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    iterations = 10

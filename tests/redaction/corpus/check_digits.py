"""The check digits that made-up secrets end in, worked out apart from the code under test."""

import itertools
import string

DIGITS = string.digits
ALPHANUMERIC = string.digits + string.ascii_uppercase

_ROTATED = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
"""The permutation that Verhoeff's scheme applies once more at each place."""


def luhn(body, alphabet=DIGITS):
    """The character that makes `body` pass Luhn's sum over `alphabet` (ISO/IEC 7812-1, annex B)."""
    size = len(alphabet)
    total = 0
    for place, char in enumerate(reversed(body)):
        value = alphabet.index(char) * (2 if place % 2 == 0 else 1)
        total += value // size + value % size
    return alphabet[-total % size]


def mod_97(body):
    """The two digits that make a body of letters and digits leave 1 over 97 (ISO/IEC 7064)."""
    number = int("".join(str(int(char, 36)) for char in body) + "00")
    return f"{98 - number % 97:02d}"


def _turned(first, second):
    """The product of two elements of the dihedral group of a pentagon: 0-4 turns, 5-9 mirrors."""
    if first < 5:
        return (first + second) % 5 + (5 if second >= 5 else 0)
    return (first - second) % 5 + (0 if second >= 5 else 5)


def _moved(digit, times):
    for _ in range(times):
        digit = _ROTATED[digit]
    return digit


def verhoeff(body):
    """The digit that makes `body` pass Verhoeff's scheme, as Aadhaar numbers do."""
    moved = (_moved(int(char), place) for place, char in enumerate(reversed(body), 1))
    total = list(itertools.accumulate(moved, _turned, initial=0))[-1]
    return next(char for char in DIGITS if _turned(total, int(char)) == 0)

"""Shapley values from counts of entities by signature.

A record's mask says which measures would surely take it. Measures act on one list each, so that there are only 8 + 4 + 8
pairs of list and mask; an entity's signature has a bit for each pair that one of its records has. Whether an entity still
stands when a set of measures has run depends on its signature alone.
"""

from math import factorial

# For each bit of a signature the measures (bits 0 to 7) that take such a record: court, tax, penalties.
MASKS = [mask for mask in range(8)] + [mask << 3 for mask in range(4)] + [mask << 5 for mask in range(8)]
TAX, PENALTIES = 8, 12


def shapley(counts):
    """The share of each of 8 measures in the change, of (signature, entities) pairs."""
    counts = list(counts)
    values = []
    for measures in range(256):
        stays = sum(1 << bit for bit, mask in enumerate(MASKS) if mask & measures == 0)
        values.append(sum(count for signature, count in counts if signature & stays))
    weights = [factorial(size) * factorial(7 - size) / factorial(8) for size in range(8)]
    return [
        round(sum(
            weights[measures.bit_count()] * (values[measures | 1 << measure] - values[measures])
            for measures in range(256) if not measures >> measure & 1), 6)
        for measure in range(8)
    ]

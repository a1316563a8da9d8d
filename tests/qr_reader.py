"""Reads a QR code back from its SVG, by the tables of another program than the one that drew it."""

import re
import xml.etree.ElementTree as ET
from types import SimpleNamespace

from qrcode.base import rs_blocks
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import BCH_type_info, create_bytes, mask_func, pattern_position

QUIET = 4
BYTE_MODE = 0b0100
Grid = list[list[bool]]


def drawn(svg: bytes) -> Grid:
    """The modules of the picture, quiet zone included, from its path of horizontal strokes."""
    root = ET.fromstring(svg)
    scale = int(re.search(r"scale\((\d+)\)", svg.decode())[1])
    size = int(root.get("viewBox").split()[2]) // scale
    grid = [[False] * size for _ in range(size)]
    path = next(element.get("d") for element in root.iter() if element.get("stroke") == "#000")
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            for column in range(int(x), int(x + values[0])):
                grid[int(y)][column] = True
            x += values[0]
        else:
            x, y = values if command == "M" else (x + values[0], y + values[1])
    return grid


def read(svg: bytes) -> str:
    """The text of a code of error correction M; an assertion fails where it is damaged."""
    code = [row[QUIET:-QUIET] for row in drawn(svg)[QUIET:-QUIET]]
    version = (len(code) - 17) // 4
    blocks = rs_blocks(version, ERROR_CORRECT_M)
    words = codewords(code, version)
    total = sum(block.total_count for block in blocks)
    data = in_order(words, [block.data_count for block in blocks])
    assert create_bytes(SimpleNamespace(buffer=data), blocks) == words[:total]
    bits = "".join(f"{word:08b}" for word in data)
    assert int(bits[:4], 2) == BYTE_MODE
    start = 4 + (8 if version < 10 else 16)
    length = int(bits[4:start], 2)
    return bytes(int(bits[start + 8 * n :][:8], 2) for n in range(length)).decode("ascii")


def in_order(words: list[int], sizes: list[int]) -> list[int]:
    """Data codewords block by block; in the code they are dealt out in turn."""
    blocks, words = [[] for _ in sizes], iter(words)
    for place in range(max(sizes)):
        for block, size in zip(blocks, sizes, strict=True):
            if place < size:
                block.append(next(words))
    return [word for block in blocks for word in block]


def codewords(code: Grid, version: int) -> list[int]:
    """All codewords, unmasked, in the order in which a reader meets them: up and down in pairs."""
    size, mask, fixed = len(code), mask_func(mask_of(code)), function_modules(version)
    bits, upwards = "", True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        for row in range(size - 1, -1, -1) if upwards else range(size):
            for column in (right, right - 1):
                if not fixed[row][column]:
                    bits += "01"[code[row][column] ^ mask(row, column)]
        upwards = not upwards
    return [int(bits[n : n + 8], 2) for n in range(0, len(bits) - 7, 8)]


def mask_of(code: Grid) -> int:
    """The mask that the fifteen bits around the first corner name, together with level M."""
    places = [(8, n) for n in (0, 1, 2, 3, 4, 5, 7, 8)] + [(n, 8) for n in (7, 5, 4, 3, 2, 1, 0)]
    written = int("".join("01"[code[row][column]] for row, column in places), 2)
    return next(n for n in range(8) if BCH_type_info(ERROR_CORRECT_M << 3 | n) == written)


def function_modules(version: int) -> Grid:
    """Where no data lies: finders, timing, alignment, format and version."""
    size = 17 + 4 * version
    fixed = [[6 in (row, column) for column in range(size)] for row in range(size)]
    areas = [(0, 0, 9, 9), (0, size - 8, 9, 8), (size - 8, 0, 8, 9)]
    if version >= 7:
        areas += [(0, size - 11, 6, 3), (size - 11, 0, 3, 6)]
    centres, far = pattern_position(version), size - 7
    corners = {(6, 6), (6, far), (far, 6)}
    areas += [(r - 2, c - 2, 5, 5) for r in centres for c in centres if (r, c) not in corners]
    for top, left, height, width in areas:
        for row in range(top, top + height):
            fixed[row][left : left + width] = [True] * width
    return fixed

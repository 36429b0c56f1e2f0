"""Short generated clips that really play, drawn by as many processes as there are cores."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from selection_site.lib.video import generate_clip

COLOURS = ("#0b5a5e", "#6b3fa0", "#9c4221", "#1b4f8f", "#3f6b1f", "#8a1f4b")
SECONDS = 6
# Width, height, grain.
PLAIN, FINE = (480, 270, 0.0), (1280, 720, 0.2)


class Film(NamedTuple):
    """What a clip says: the group's name and a line below it; a fine one is as heavy as real."""

    title: str
    subtitle: str
    seed: int
    is_fine: bool


def draw(film: Film, out: Path) -> Path:
    """Draw one clip of six seconds; the same film gives the same picture."""
    width, height, grain = FINE if film.is_fine else PLAIN
    generate_clip(
        out,
        seconds=SECONDS,
        title_lines=(film.title, film.subtitle),
        colour=COLOURS[film.seed % len(COLOURS)],
        width=width,
        height=height,
        fps=10,
        seed=film.seed,
        grain=grain,
    )
    return out


def drawn(films: Sequence[Film], folder: Path) -> Iterator[Path]:
    """Draw all films into `folder`; they come back in their order, each as soon as it is there."""
    paths = [folder / f"{number}.mp4" for number in range(len(films))]
    # Spawned, not forked: the parent holds a database connection.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        yield from pool.map(draw, films, paths, chunksize=4)

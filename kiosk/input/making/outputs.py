"""Writes the panel's data, the licences they stand under, and SOURCES.toml, which says how each came to be."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np

from kiosk.input.features import Floats
from kiosk.input.making.rare_names import rare_names
from kiosk.input.making.sources import Source, digest
from kiosk.input.making.strokes import all_strokes, gb2312, without_strokes
from kiosk.input.making.templates import learn, samples
from kiosk.input.making.words import characters, jieba_entries, lexicon, openings, rime_entries

STEPS_TO_THE_END = 127  # int8
COMMON = 500
_STROKES, _RIME, _JIEBA = "hanzi-writer-data", "rime-data-pinyin-simp", "jieba"
_TEST_STROKES = Path(__file__).parents[3] / "tests" / "fixtures" / "common_strokes.json"

_HEAD = """\
# What the input panel's data are made of; `make data` reads the sources and writes the outputs with their hashes.
# projection.npy, templates.npy, template_characters.txt and common_strokes.json derive from {strokes} and
# stand under its Arphic Public License (ARPHICPL.TXT, unaltered): medians of strokes were distorted, turned into
# features, projected and averaged; rare characters were put together from parts. lexicon.txt, openings.txt and
# characters.txt derive from {rime} (Apache-2.0: readings and weights kept, ü written v,
# sorted anew) and {jieba} (MIT: words and counts).
"""
_OUTPUTS = {
    "projection.npy": ((_STROKES,), "512 features of directions on a grid come down to 128; last row: offset"),
    "templates.npy": ((_STROKES,), "the mean of 17 copies of each character there, in steps of int8"),
    "template_characters.txt": ((_STROKES,), "the characters of the templates' rows: GB 2312 and rare ones of names"),
    "lexicon.txt": ((_RIME, _JIEBA), "syllables, word, weight, sorted by folded syllables"),
    "openings.txt": ((_RIME, _JIEBA), "the twenty commonest words of beginnings that over 200 words share"),
    "characters.txt": ((_RIME, _JIEBA), "syllable, character, weight, how often a surname, how often in given names"),
    "../../../tests/fixtures/common_strokes.json": ((_STROKES,), "medians of the 500 commonest characters, for tests"),
    "rare_names.json": ((), "characters of names that few keyboards offer, with their reading; written by hand"),
}


def make(folders: dict[str, Path], sources: tuple[Source, ...], target: Path) -> None:
    """Write all outputs into a folder."""
    strokes = all_strokes(folders[_STROKES] / "package")
    _write_words(folders, target)
    _write_templates(strokes, target)
    common = common_characters(target / "lexicon.txt", strokes)
    _TEST_STROKES.write_text(json.dumps(
        {one: [np.round(stroke).astype(int).tolist() for stroke in strokes[one]] for one in common},
        ensure_ascii=False, separators=(",", ":")).replace("]]],", "]]],\n") + "\n", "utf8")  # fmt: skip
    _copy_licences(folders, target)
    (target / "SOURCES.toml").write_text(_papers(sources, target, without_strokes(strokes)), "utf8")


def _write_words(folders: dict[str, Path], target: Path) -> None:
    rime = folders[_RIME] / "usr" / "share" / "rime-data" / "pinyin_simp.dict.yaml"
    jieba = next(folders[_JIEBA].glob("jieba-*")) / "jieba" / "dict.txt"
    spelled = list(rime_entries(rime.read_text("utf8").splitlines()))
    counted = list(jieba_entries(jieba.read_text("utf8").splitlines()))
    words = lexicon(spelled, counted)
    for name, lines in (
        ("lexicon.txt", words), ("openings.txt", openings(words)),
        ("characters.txt", characters(spelled, counted, {*gb2312(), *rare_names()})),
    ):  # fmt: skip
        (target / name).write_text("\n".join(lines) + "\n", "utf8")
    rare = json.dumps(rare_names(), ensure_ascii=False, indent=0)
    (target / "rare_names.json").write_text(rare + "\n", "utf8")


def _write_templates(strokes: dict[str, list[Floats]], target: Path) -> None:
    projection, origin, means = learn(samples(strokes))
    scale = STEPS_TO_THE_END / np.abs(means).max()
    offset = -(origin @ projection)
    np.save(target / "projection.npy", (np.vstack([projection, offset]) * scale).astype(np.float32))
    np.save(target / "templates.npy", np.round(means * scale).astype(np.int8))
    (target / "template_characters.txt").write_text("".join(strokes) + "\n", "utf8")


def common_characters(path: Path, strokes: dict[str, list[Floats]]) -> list[str]:
    """Return the commonest characters by the weight of the words they stand in."""
    weights: Counter[str] = Counter()
    for line in path.read_text("utf8").splitlines():
        _, word, weight = line.split("\t")
        weights.update(dict.fromkeys(word, int(weight)))
    return sorted((one for one in weights if one in strokes), key=lambda one: (-weights[one], one))[:COMMON]


def _copy_licences(folders: dict[str, Path], target: Path) -> None:
    (target / "ARPHICPL.TXT").write_bytes((folders[_STROKES] / "package" / "ARPHICPL.TXT").read_bytes())
    debian = folders[_RIME] / "usr" / "share" / "doc" / _RIME / "copyright"
    (target / "rime-data-pinyin-simp.copyright").write_bytes(debian.read_bytes())


def _papers(sources: tuple[Source, ...], target: Path, missing: str) -> str:
    parts = [_HEAD.format(strokes=_STROKES, rime=_RIME, jieba=_JIEBA)]
    parts.append(f"# Not to be had by handwriting, only picked from the page of rare characters: {' '.join(missing)}\n")
    for source in sources:
        fields = ("name", "registry", "version", "archive", "sha256", "licence", "licence_file")
        parts.append("\n[[source]]\n" + "".join(f'{field} = "{getattr(source, field)}"\n' for field in fields))
    for name, (made_of, how) in _OUTPUTS.items():
        parts.append(f'\n[[output]]\nfile = "{name}"\nfrom = {json.dumps(list(made_of))}\nhow = "{how}"\n'
                     f'sha256 = "{digest(target / name)}"\n')  # fmt: skip
    return "".join(parts)

"""What a user would write instead, in an evening and with care: text, sentences, nearest vectors.

Every document by the usual library of its format, a plain split into sentences, every sentence
through sentence-transformers with its defaults, and the nearest sentences of each district to each
criterion. It knows no clauses, decides nothing, and reports nothing but the sentences it found.

    python -m bench.plain FOLDER CRITERIA.json MODEL OUTPUT.json
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

_END = re.compile(r"(?<=[.!?])\s+")
_BREAK = re.compile(r"\n\s*\n")
_NEAREST = 10
_SHORTEST = 3  # words


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        from pdfminer.high_level import extract_text

        return str(extract_text(path))
    if path.suffix == ".docx":
        import docx

        return "\n\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
    data = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".html":
        from bs4 import BeautifulSoup

        return BeautifulSoup(data, "html.parser").get_text("\n\n")
    return data


def sentences_of(text: str) -> list[str]:
    found = []
    for block in _BREAK.split(text):
        found += _END.split(" ".join(block.split()))
    return [sentence for sentence in found if len(sentence.split()) >= _SHORTEST]


def documents(folder: Path) -> dict[str, list[Path]]:
    """The documents of every district, which is a folder each."""
    return {
        district.name: sorted(p for p in district.iterdir() if p.name != "district.toml")
        for district in sorted(folder.iterdir())
    }


def main(folder: Path, criteria: Path, model: str, output: Path) -> None:
    started = time.perf_counter()
    from sentence_transformers import SentenceTransformer, util

    encoder = SentenceTransformer(model)
    loaded = time.perf_counter()
    statements = json.loads(criteria.read_text(encoding="utf-8"))
    asked = encoder.encode(statements, convert_to_tensor=True, show_progress_bar=False)
    reading = encoding = searching = 0.0
    count = 0
    found = {}
    for district, paths in documents(folder).items():
        at = time.perf_counter()
        said = [sentence for path in paths for sentence in sentences_of(text_of(path))]
        read = time.perf_counter()
        vectors = encoder.encode(said, convert_to_tensor=True, show_progress_bar=False)
        encoded = time.perf_counter()
        hits = util.semantic_search(asked, vectors, top_k=_NEAREST)
        found[district] = [
            [(round(hit["score"], 4), said[hit["corpus_id"]]) for hit in nearest]
            for nearest in hits
        ]
        searching += time.perf_counter() - encoded
        reading += read - at
        encoding += encoded - read
        count += len(said)
    stages = {
        "loading": loaded - started,
        "reading": reading,
        "encoding": encoding,
        "searching": searching,
    }
    told = {"stages": stages, "sentences": count, "nearest": found}
    output.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))

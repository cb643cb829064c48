"""The parser against treebanks: `python benchmarks/language.py FOLDER... [--part test] [--card]`.

FOLDER holds CoNLL-U files (plain or .gz) with the part's name in theirs. Accuracy is that of the CoNLL 2018
shared task, from gold words and from raw text; names are measured where sentences say `# ner = yes`. Raw text is
made of the `# text` lines: a blank line before each `# newdoc` and `# newpar`, elsewhere one space, or nothing
where the last word says SpaceAfter=No. Speed is from text to trees and names, tokenisation and decoding
included; load time and memory are those of a fresh process. `--spacy` and `--udpipe` name trained models
to measure beside it on the same words, if those packages are installed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from conll18 import analysis_of, names_f1, scores
from detente.language import Language, load
from detente.language.conllu import filled, parsed, read_blocks
from detente.language.encoder import Encoder

CARD = Path(__file__).parents[1] / "docs" / "model-card.md"
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
SPEED_CHARACTERS = 120_000
"""Characters to measure speed on, about 25,000 words."""
COLUMNS = ("UPOS", "Lemmas", "UAS", "LAS", "Names", "raw Words", "raw Sentences", "raw UPOS", "raw LAS")


def main() -> None:
    """Measures what the command line asks for and prints it; with --card writes it into the card too."""
    given = _arguments().parse_args()
    if given.fresh:
        print(json.dumps(_fresh(given.model)))
        return
    language = _language(given.model, 1)
    rows: dict[str, dict[str, float | None]] = {}
    for path in sorted(p for folder in given.folders for p in folder.rglob(f"*{given.part}*.conllu*")):
        text = _text(path)
        rows[path.name.partition(".")[0]] = accuracy(text, language)
        if given.genre:
            chosen = _chosen(text, given.genre)
            if chosen.strip():
                rows[f"{path.name.partition('.')[0]} {given.genre}"] = accuracy(chosen, language)
        if given.spacy:
            rows[f"{path.name.partition('.')[0]} spaCy"] = spacy_accuracy(text, given.spacy)
    table = _table(rows) if rows else "no files of that part"
    speed = speeds([_text(p) for p in sorted(given.folders[0].rglob(f"*{given.part}*.conllu*"))], given)
    print(table, speed, sep="\n\n")
    if given.card:
        before, _, rest = CARD.read_text("utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        CARD.write_text(f"{before}{BEGIN}\n{table}\n\n{speed}\n{END}{after}", "utf-8")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--part", default="test")
    parser.add_argument("--genre", default="", help="measure sentences of documents so named apart too")
    parser.add_argument("--model", type=Path, help="a folder of model files other than the package's")
    parser.add_argument("--card", action="store_true")
    parser.add_argument("--spacy", help="a trained spaCy pipeline to measure beside")
    parser.add_argument("--udpipe", help="a UDPipe model to measure beside")
    parser.add_argument("--fresh", action="store_true", help=argparse.SUPPRESS)
    return parser


def _language(model: Path | None, threads: int | None) -> Language:
    return load(threads=threads) if model is None else Language(Encoder(model, threads))


def _text(path: Path) -> str:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        return stream.read()


def _chosen(conllu: str, genre: str) -> str:
    """The documents whose `newdoc id` holds the genre's name."""
    kept, keeping = [], False
    for block in conllu.split("\n\n"):
        mark = next((line for line in block.split("\n") if line.startswith("# newdoc id")), None)
        keeping = genre in mark if mark else keeping
        if keeping:
            kept.append(block)
    return "\n\n".join(kept) + "\n\n"


def accuracy(conllu: str, language: Language) -> dict[str, float | None]:
    """The columns of one file."""
    blocks = list(read_blocks(conllu))
    gold = [block.rows for block in blocks]
    ours = [block.rows for block in read_blocks(filled(conllu, language))]
    found: dict[str, float | None] = dict(scores(analysis_of(gold), analysis_of(ours)))
    marked = [k for k, b in enumerate(blocks) if "# ner = yes" in b.comments]
    found["Names"] = names_f1([gold[k] for k in marked], [ours[k] for k in marked])
    raw = [b.rows for b in read_blocks(parsed(raw_text(conllu), language))]
    from_raw = scores(analysis_of(gold), analysis_of(raw))
    return found | {f"raw {name}": value for name, value in from_raw.items()}


def spacy_accuracy(conllu: str, name: str) -> dict[str, float | None]:
    """The columns from gold words, sentence by sentence, of a pipeline as `spacy_pipeline.py` trains it."""
    import spacy
    from spacy.tokens import Doc

    pipeline = spacy.load(name)
    blocks = list(read_blocks(conllu))
    ours = []
    for block in blocks:
        words = [row[1] for row in block.rows if row[0].isdigit()]
        document = Doc(pipeline.vocab, words=words, sent_starts=[k == 0 for k in range(len(words))])
        for _, step in pipeline.pipeline:
            document = step(document)
        answers = iter(_spacy_cells(document))
        ours.append(tuple((*row[:2], *next(answers)) if row[0].isdigit() else row for row in block.rows))
    found: dict[str, float | None] = dict(scores(analysis_of([b.rows for b in blocks]), analysis_of(ours)))
    marked = [k for k, b in enumerate(blocks) if "# ner = yes" in b.comments]
    found["Names"] = names_f1([blocks[k].rows for k in marked], [ours[k] for k in marked])
    return found | {"Lemmas": None}


def _spacy_cells(document: Any) -> Iterator[tuple[str, ...]]:
    """Columns three to ten of each word; it knows no lemmas."""
    for token in document:
        root = token.head.i == token.i
        name = f"NER={token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "_"
        head, relation = ("0", "root") if root else (str(token.head.i + 1), token.dep_)
        yield ("_", token.tag_, "_", "_", head, relation, "_", name)


def raw_text(conllu: str) -> str:
    """The running text of a treebank file, paragraphs apart by a blank line."""
    written: list[str] = []
    glue = ""
    for block in read_blocks(conllu):
        opens = any(c.startswith(("# newdoc", "# newpar")) for c in block.comments)
        written.append(("\n\n" if opens else glue) if written else "")
        written.append(next(c.partition(" = ")[2] for c in block.comments if c.startswith("# text =")))
        ends = [row for row in block.rows if "." not in row[0]][-1]
        token = [row for row in block.rows if "-" in row[0] and row[0].endswith(f"-{ends[0]}")]
        glue = "" if "SpaceAfter=No" in (token or [ends])[-1][9] else " "
    return "".join(written)


def speeds(texts: Sequence[str], given: argparse.Namespace) -> str:
    """Words a second by engine and threads, load time and memory of a fresh process."""
    documents = [d for text in texts for d in raw_text(text).split("\n\n")]
    documents = documents[:: max(1, sum(map(len, documents)) // SPEED_CHARACTERS)]
    lines = ["| engine | threads | words a second |", "| --- | --- | --- |"]
    for threads in (1, None):
        language = _language(given.model, threads)
        language.analyse(documents[:50])
        rate = max(_rate(language, documents) for _ in range(2))
        lines.append(f"| Détente | {threads or 'all'} | {rate:,.0f} |")
    lines += [f"| {name} | 1 | {rate:,.0f} |" for name, rate in _others(documents, given)]
    command = [sys.executable, __file__, "--fresh", *(["--model", str(given.model)] if given.model else [])]
    fresh = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    lines += [
        "",
        f"Load {fresh['load']:.2f} s; at most {fresh['memory']:.0f} MB of memory, reading included.",
    ]
    return "\n".join(lines)


def _rate(language: Language, documents: Sequence[str]) -> float:
    began = time.perf_counter()
    found = language.analyse(documents)
    return sum(len(s.words) for sentences in found for s in sentences) / (time.perf_counter() - began)


def _others(documents: Sequence[str], given: argparse.Namespace) -> Iterator[tuple[str, float]]:
    """Rates of the rivals named on the command line."""
    if given.spacy:
        import spacy

        pipeline = spacy.load(given.spacy)
        began = time.perf_counter()
        words = sum(len(document) for document in pipeline.pipe(documents, batch_size=64))
        yield "spaCy", words / (time.perf_counter() - began)
    if given.udpipe:
        from ufal.udpipe import Model, Pipeline

        reader: Any = Pipeline(
            Model.load(given.udpipe), "tokenize", Pipeline.DEFAULT, Pipeline.DEFAULT, "conllu"
        )
        began = time.perf_counter()
        lines = [line for d in documents for line in reader.process(d).split("\n")]
        words = sum(line.split("\t")[0].isdigit() for line in lines)
        yield "UDPipe", words / (time.perf_counter() - began)


def _fresh(model: Path | None) -> dict[str, float]:
    """Load time in seconds and peak memory in MB after reading some text."""
    began = time.perf_counter()
    language = _language(model, 1)
    load_time = time.perf_counter() - began
    story = "The two ministers met in Vienna on Monday and agreed to resume talks, officials said. " * 20
    language.analyse([story] * 50)
    return {"load": load_time, "memory": _peak()}


def _peak() -> float:
    """Peak memory in MB of this process alone (what getrusage says begins with the parent's on Linux)."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _table(rows: dict[str, dict[str, float | None]]) -> str:
    lines = [f"| file | {' | '.join(COLUMNS)} |", "| --- " * (len(COLUMNS) + 1) + "|"]
    for name, values in rows.items():
        cells = (values.get(column) for column in COLUMNS)
        lines.append(f"| {name} | {' | '.join('' if v is None else f'{v:.1f}' for v in cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

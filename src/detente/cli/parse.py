"""`detente parse`: the sentence as the machine sees it, for people who write lexicon rules."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from detente.reading import drawn, filled, open_language, parsed


def parse(
    text: Annotated[str | None, typer.Argument(help="The text; nothing reads standard input.")] = None,
    conllu: Annotated[bool, typer.Option("--conllu", help="Write CoNLL-U, names as NER= in MISC.")] = False,
    gold_words: Annotated[
        bool, typer.Option("--gold-words", help="Standard input is CoNLL-U: keep its words, analyse them.")
    ] = False,
) -> None:
    """Draws the trees and names of a text, or writes them as CoNLL-U.

    Examples: `detente parse "Blinken met Qin in Beijing."`, `detente parse --conllu < text.txt > text.conllu`
    """
    language = open_language()
    given = sys.stdin.read() if text is None else text
    if gold_words:
        typer.echo(filled(given, language), nl=False)
    elif conllu:
        typer.echo(parsed(given, language), nl=False)
    else:
        for sentence in language.analyse([given])[0]:
            typer.echo(drawn(sentence) + "\n")

"""English spelling of verbs: which base form a past or an -ing form can have ("accused", "stopped", "agreed").

The encoder tells that an ending goes; whether an e comes back or a doubled letter leaves is a matter of spelling.
"""

from __future__ import annotations

import re

_DOUBLED = re.compile(r"[aeiouy](?:bb|dd|gg|kk|mm|nn|pp|rr|tt)\Z")
_DOUBLED_L = re.compile(r"[aeiou][b-df-hj-np-tv-z]*(?:[bcdfgnprstv]|qu|nn|rr)[aeio]ll\Z")
# Stems that are whole although their last letters say otherwise.
_WHOLE = re.compile(
    "add|err|purr|butt|install|recall|enroll|appall|fulfill|instill|distill|befall|stonewall|forestall|"
    "focus|bias|bus|gas|canvas|caucus|combat|format|chat|begin|gossip|worship|murmur|avoid|aid|raid|"
    "debut|laud|even|imperil|accustom|boycott|hang|bang|bulletin|pencil|council|fulfil|instil|victim|"
    "panic"
)
# Stems that have lost an e although their last letters do not tell.
_WITH_E = re.compile(
    "unit|invit|cit|incit|excit|recit|ignit|complet|compet|delet|vot|promot|quot|denot|devot|ignor|"
    "restor|explor|stor|scor|ador|bor|implor|deplor|interfer|adher|sever|persever|welcom|postpon|"
    "telephon|phon|dethron|condon|aton|hon|ton|consol|cajol|creat|breath|loath|scal|inhal|tast|wast|"
    "past|hast|releg|stat|dat|rat|hat|skat|whol|bik|us|eas|ow|com|becom|overcom|not|bit|hop|cop|grop|"
    "wan|recreat|procreat|extradit|expedit|writ|rang|tun|massacr|infring|styl|breath|wreath|seeth|teeth|"
    "di|ti|li|beli|unti|dol"
)
_E_BACK = re.compile(
    r"(?:[cv]|[^z]z|[aeiou]g|[dlr]g|[aeu]ng|ing[^a-z]|[^s]s|[qgltnscrvd]u|[^eo]at|[^o]ut|[^aeo]id|[^oa]ud|[^eo]ad|[^aeiou]ed"
    r"|[^o]od|[^a]ir|[^eo]ur|[^eo]ar|[^eo]am|[^o]um|[^a]im|[^aeou]in|ven|[bcdfgkptz]l|[^oae]ul|[^aeou]il|[^eo]ap"
    r"|[^oau]ip|yp|[^aeiou][aeiou][kb]|[^e]e|[^aeiou][aei]p)\Z"
)

# Base forms themselves ("need", "succeed"), and pasts that are no -ed at all ("fed", "bred").
_IN_EED = re.compile(r"(?:n|f|s|w|sp|bl|br|h|d|suc?c|proc|exc)eed|.?[fbl]r?ed|crossbred")


def base_of(word: str) -> str:
    """The base form of a regular verb form in -ed or -ing, in lower case; other words as they are."""
    lowered = word.lower()
    ending = 2 if lowered.endswith("ed") else 3 if lowered.endswith("ing") else 0
    stem = lowered[: len(lowered) - ending]
    if not ending or not re.search("[aeiouy]", stem) or _IN_EED.fullmatch(lowered):
        return lowered
    if _WHOLE.fullmatch(stem):
        return stem
    if _WITH_E.fullmatch(stem):
        return stem + "e"
    if ending == 2 and stem.endswith("i"):
        return stem[:-1] + "y"
    if _DOUBLED.search(stem) or _DOUBLED_L.search(stem):
        return stem[:-1]
    if ending == 3 and stem in {"dy", "ly", "ty", "vy", "unty", "underly"}:
        return stem[:-1] + "ie"
    if ending == 3 and stem.endswith("e"):
        return stem
    return stem + "e" if _E_BACK.search(stem) else stem

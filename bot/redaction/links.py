"""The words between a number and a name, or between two pieces of a number."""

import re
from typing import Final

from bot.redaction.names import Name

_SAYS_WHICH: Final = re.compile(
    r"\W*(?:(?:and |which |so )?(?:that's|thats|that is|that was|this is|it's|is|was|are|being"
    r"|down as|still|really|actually|as|for"
    r"|when (?:(?:i|we|you|he|she|they) )?(?:was |were )?ask(?:ed)?(?: for)?"
    r"|(?:(?:and |so )?(?:i|we|they|he|she|you) )?(?:have |had )?"
    r"(?:wrote|put|noted|typed|entered|logged|recorded|saved|took|got|read|gave|used)"
    r"(?: (?:it|that|this|them|those))?(?: down| in)? (?:as|for|in|into|under)"
    r"|(?:was |were |is |been )?(?:entered|typed|keyed|punched|put|given|input|quoted|written|read"
    r"|provided|supplied|stored|saved|recorded|used|captured|logged|noted)"
    r"(?: in(?:to)?| on| at| for| as| under| against| down as| out(?: as)?)"
    r"(?: when asked for)?)\b|<-+"
    r"|(?P<loosely>[(,]|into|in|on))"
    r" ?(?:(?:the|my|our|his|her|their|your|a|an|full|on|new|old) ?)*(?:[a-z']{2,12} ){0,2}\W*"
)
_ASKS_BACK: Final = re.compile(
    r"[.?! ]{0,3}\n(?:[^\n:]{0,30}: ?)?(?:and |so |okay |ok )?,? ?(?:is|was) (?:that|this|it) "
    r"(?:the |your |a |my |his |her )?"
)
_MEANT: Final = re.compile(
    r" i (?:mean|meant)\b|[a-z -]{0,20}\)|(?: ?[/&+] ?[a-z]+(?: [a-z]+){0,2}){1,3}\)"
    r"| (?:field|box|form|slot|column)\b(?! (?:is |was )?(?:left )?(?:empty|blank|unused))"
)
_SAID: Final = re.compile(r" (?:digo|quiero decir|quero dizer|meine ich|je veux dire|i mean)\b")
_PROMPT: Final = re.compile(  # `"input": "4471", "prompt": "enter the pin"`
    r'"\s?,\s?"(?:prompt|question|menu|field|step|slot|label|kind|node|state|stage|asked|expected'
    r'|intent)"\s?:\s?"(?:[a-z]{1,12} ){0,4}'
)
_ONLY_BELONGS: Final = re.compile(
    r"\W*(?:and )?(?:(?:that's|it's|this is|that is|that was) )?"
    r"(?:for|as|down|when|in|into|on|[(,<])"
)


def links(lowered: str, end: int, name: Name) -> bool:
    """Whether the words from `end` on say that the name belongs to what ended there."""
    between = lowered[end : name.start]
    if _PROMPT.fullmatch(between) is not None:
        return True
    if "\n" in between:
        return _ASKS_BACK.fullmatch(between) is not None
    if len(between) <= 40 and _SAID.match(lowered, name.end):  # noqa: PLR2004 - a clause
        return True
    says = _SAYS_WHICH.fullmatch(between) if len(between) <= 60 else None  # noqa: PLR2004 - `, that is the`
    if says is None:
        return False
    return not says["loosely"] or name.topic.behind or _MEANT.match(lowered, name.end) is not None


def only_belongs(between: str) -> bool:
    """`4421 for the invoice`: it goes with it, it is not its number."""
    return _ONLY_BELONGS.match(between) is not None


_JOINT: Final = re.compile(r"[^\n{}\d]{0,60}")
_OTHER_WORDS: Final = re.compile(r"[a-z]{2,}:|\[|\]")


def is_joint(between: str) -> bool:
    """Whether what stands between two pieces goes with them: fillers, blanks."""
    return (
        _JOINT.fullmatch(between) is not None
        and _OTHER_WORDS.search(between) is None
        and len(between.split()) <= 7  # noqa: PLR2004 - fillers a speaker puts between digits
        and not re.search(r"[a-z][.?!] |\"", between)
    )

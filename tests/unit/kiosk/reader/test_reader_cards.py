"""Text blocks of the four cards, and everything that can be odd on them (hardware A.8)."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.rules.ages import age_on
from kiosk.errors import CardUnreadable
from kiosk.reader.base import CardFlag, IdCard
from kiosk.reader.card_blocks import card_from_fields, card_to_fields, encode_address, encode_text_block
from kiosk.reader.cards import decode_text_block
from kiosk.reader.demo_cards import demo_cards
from kiosk.reader.nations import NATION_NAMES
from tests.fixtures import cards


def test_the_resident_sample_is_read_field_by_field() -> None:
    assert hashlib.sha256(cards.resident_block()).hexdigest()[:16] == "c5a4b305707b0ea6"
    assert decode_text_block(cards.resident_block()) == cards.sample_card()


def test_padding_with_zeros_is_accepted_like_blanks() -> None:
    assert decode_text_block(cards.resident_block().replace(b"\x20\x00", b"\0\0")) == cards.sample_card()


def test_a_resident_of_hong_kong_is_read_with_the_permit_number() -> None:
    card = decode_text_block(cards.hmt_block())
    assert (card.kind, card.name, card.number) == ("hmt", "陈测试", "810000199408230021")
    assert (card.permit_number, card.issue_count, card.nation_code) == ("H12345678", "01", "")
    assert (card.valid_to, card.flags) == (date(2029, 1, 1), ())


def test_a_foreign_card_of_2017_without_chinese_name_goes_by_the_english_one() -> None:
    card = decode_text_block(cards.foreign_2017_block())
    assert (card.kind, card.name, card.english_name) == ("foreign2017", "SAMPLE, MARIA ANNA", "SAMPLE, MARIA ANNA")
    assert (card.number, card.nationality, card.birth) == ("CAN110081080310", "CAN", date(1981, 8, 3))
    assert (card.sex, card.authority, card.issue_count, card.flags) == ("2", "1500", "01", ())
    assert decode_text_block(cards.foreign_2017_block("玛丽亚")).name == "玛丽亚"


def test_a_foreign_card_of_2023_joins_both_parts_of_a_long_name() -> None:
    long_name = "SAMPLE, MARIA ANNA JOSEPHINE CATHERINE ELIZABE"
    assert len(long_name) == 46
    card = decode_text_block(cards.foreign_2023_block(long_name))
    assert (card.kind, card.english_name, card.number) == ("foreign2023", long_name, "911124198108030024")
    assert (card.nationality, card.old_number_link, card.issue_count) == ("124", "A1B", "01")
    assert card.flags == ()


def test_an_unknown_marker_is_refused_before_any_field_is_believed() -> None:
    block = bytearray(cards.resident_block())
    block[248:250] = b"Q\0"
    with pytest.raises(CardUnreadable):
        decode_text_block(bytes(block))


def test_a_name_of_an_extension_block_keeps_its_code_point() -> None:
    assert decode_text_block(cards.resident_block(name="王𬎆")).name == "王\U0002c386"


def test_a_middle_dot_stays() -> None:
    assert decode_text_block(cards.resident_block(name="古丽·买买提")).name == "古丽·买买提"


@pytest.mark.parametrize(
    ("changed", "flag"),
    [
        ({"name": "王\ue863"}, CardFlag.PRIVATE_USE_CHARACTER),
        ({"name": "王\U000f0001"}, CardFlag.PRIVATE_USE_CHARACTER),
        ({"number": "110105194912310021"}, CardFlag.BAD_CHECKSUM),
        ({"number": "11010519491231"}, CardFlag.BAD_NUMBER),
        ({"number": "810000199408230021"}, CardFlag.KIND_MISMATCH),
        ({"birth": "19491230"}, CardFlag.BIRTH_MISMATCH),
        ({"sex": "1"}, CardFlag.SEX_MISMATCH),
        ({"sex": "7"}, CardFlag.UNKNOWN_SEX),
        ({"nation": "83"}, CardFlag.UNKNOWN_NATION),
        ({"birth": "19490230"}, CardFlag.BAD_DATE),
        ({"valid_to": "20三六0102"}, CardFlag.BAD_DATE),
        ({"valid_from": "2006010"}, CardFlag.BAD_DATE),
    ],
)
def test_what_does_not_add_up_is_flagged(changed: dict[str, str], flag: CardFlag) -> None:
    assert flag in decode_text_block(cards.resident_block(**changed)).flags
    assert flag not in decode_text_block(cards.resident_block()).flags


def test_an_impossible_date_is_kept_as_it_stands() -> None:
    card = decode_text_block(cards.resident_block(birth="19490230"))
    assert (card.birth, card.raw_dates) == (None, (("birth", "19490230"),))


def test_a_sex_not_stated_contradicts_no_number() -> None:
    assert decode_text_block(cards.resident_block(sex="9")).flags == ()


def test_a_torn_surrogate_pair_is_flagged_and_not_fatal() -> None:
    block = bytearray(cards.resident_block())
    block[28:30] = b"\x70\xd8"
    assert CardFlag.BAD_TEXT in decode_text_block(bytes(block)).flags


def test_the_appended_address_stands_beside_the_printed_one() -> None:
    address = encode_address("河北省测试县新址3号")
    wire = cards.reply(0x90, address)
    assert (len(wire), wire[-1]) == (81, 0xD6)
    card = decode_text_block(cards.resident_block(), appended_address=address)
    assert (card.address, card.current_address) == ("北京市朝阳区测试街道1号", "河北省测试县新址3号")


@given(st.binary(min_size=0, max_size=300))
def test_any_block_gives_a_card_or_the_one_fault(block: bytes) -> None:
    try:
        card = decode_text_block(block)
    except CardUnreadable:
        return
    assert isinstance(card, IdCard)


@pytest.mark.parametrize(
    "block",
    [cards.resident_block(), cards.hmt_block(), cards.foreign_2017_block("玛丽亚"), cards.foreign_2023_block("S" * 46)],
)
def test_the_generator_gives_back_the_very_bytes(block: bytes) -> None:
    assert encode_text_block(decode_text_block(block)).rstrip(b" \0") == block.rstrip(b" \0")


def test_the_generator_refuses_a_text_that_does_not_fit() -> None:
    with pytest.raises(ValueError, match="15个字"):
        encode_text_block(cards.sample_card(name="长" * 16))


def test_a_card_survives_the_way_through_json_fields() -> None:
    card = cards.other_card()
    assert card_from_fields(card_to_fields(card)) == card


@pytest.mark.parametrize("fields", [{}, {"shoe_size": 43}, {**card_to_fields(cards.sample_card()), "kind": "x"}])
def test_fields_of_no_card_are_refused_with_a_sentence(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="请"):
        card_from_fields(fields)


def test_a_card_shows_nothing_personal_in_its_repr() -> None:
    shown = repr(cards.other_card())
    assert not any(secret in shown for secret in ("王", "1101", "1949", "测试"))


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2028, 2, 29), date(2027, 1, 1)])
def test_demo_cards_keep_their_ages_and_add_up(today: date) -> None:
    demo = demo_cards(today)
    assert [age_on(card.birth, today) for card in demo if card.birth] == [52, 45, 33, 24, 61, 17, 15, 38]
    for card in demo:
        read = decode_text_block(
            encode_text_block(card),
            appended_address=encode_address(card.current_address) if card.current_address else None,
        )
        assert read == card
        assert read.flags == ()
        assert card.valid_from is not None
        assert card.valid_from <= today <= (card.valid_to or today)
    assert len({card.number for card in demo}) == 8


def test_the_nations_are_those_of_the_standard_and_the_two_cards_add() -> None:
    """GB/T 3304 names 56; 97 and 98 stand on cards for who is none of them."""
    assert len(NATION_NAMES) == 56 + 2
    assert (NATION_NAMES["01"], NATION_NAMES["56"], NATION_NAMES["97"]) == ("汉", "基诺", "其他")

"""Every valid and invalid example of the domain reference, section 3."""

from datetime import date

import pytest

from station.entry.credit_code import read_credit_code
from station.entry.id_document import IdDocument, check_character, read_id, warnings_of
from station.entry.phone import read_phone
from station.entry.phone import warnings_of as phone_warnings
from station.entry.plate import read_plate
from station.entry.problem import Problem

TODAY = date(2020, 3, 11)
VALID_IDS = {
    "resident_id": "11010519491231002X 449999199001010019 429999198512310023 449999200002290134 419999197608080246 "
    "369999201911050052 519999195006158880 459999199909099975 43999919681001046X 469999201202291113",
    "residence_permit": "810000199001010019 810000196907210021 810000200303050070 810000195505010188 "
    "820000199912200018 820000198410100047 820000201506060099 830000198002290031 830000197210100023 830000201001010151",
    "hk_mo_permit": "H00000001 H12345678 H99999999 M00000001 M12345678 M98765432 H1234567800 H1234567801 M1234567800 "
    "M1234567812",
    "tw_permit": "00000001 01234567 12345678 07257456 98765432 10000000 0123456701 1234567802 1234567801A 0000000102B",
    "fpr": "USA110090010101 JPN440085123102 KOR310075070703 GBR440068020204 DEU110092110905 FRA440381040406 "
    "CAN440079061207 944840199001010016 931392198512310029 911410200002290037",
    "passport_cn": "E00000001 E12345678 EA1234567 EK0000001 G12345678 PE1234567 SE1234567 K12345678 KJ1234567 MA1234567",
}
INVALID_IDS = {
    "resident_id": [
        "44999919900101001", "449999199001010010", "449999199002310013", "449999201902290038", "449999202101010010",
        "009999199001010017", "849999199001010013", "449999900101001", "4499991990010100l7", "449999199010010019",
    ],
    "residence_permit": [
        "810000199001010010", "810101199001010010", "820001199001010017", "840000199001010014", "830000199002300011",
        "810000202003120013", "81000019900101001", "8100001990010100191", "81O000199001010019", "830000199013010036",
    ],
    "hk_mo_permit": [
        "H1234567", "H123456789", "X12345678", "C12345678", "CA1234567", "W12345678", "A123456(7)", "H1234567O",
        "12345678", "H12345678001",
    ],
    "tw_permit": [
        "1234567", "123456789", "A123456789", "T12345678", "L12345678", "1234567O", "12345-67", "123456789012",
        "H12345678", "1234 56",
    ],
    "fpr": [
        "US1100900101012", "USA11009001010", "USA1100900101011", "1SA110090010101", "USAI10090010101",
        "US0110090010101", "USAA10090010101", "USA 110090010", "944840199001010017", "94484019900101001",
    ],
    "passport_cn": [
        "E1234567", "E123456789", "EI1234567", "EO1234567", "G1234567", "MA123456", "PE123456", "E1234567A",
        "161234567", "EAB123456",
    ],
}  # fmt: skip
PLATES = {
    "粤B12345": "ordinary", "粤BA1B23": "ordinary", "鄂A8K999": "ordinary", "粤BD12345": "new_energy_small",
    "粤BFA1234": "new_energy_small", "粤B12345D": "new_energy_large", "粤B1234警": "police", "粤B12A4挂": "trailer",
    "粤ZAB12港": "hk_mo", "WJ粤1234X": "armed_police", "粤B1234学": "trainer", "粤Z1234澳": "hk_mo",
    "粤A0123领": "consulate", "224578使": "embassy", "粤X1234应急": "emergency", "VA12345": "military",
    "粤b·1 2345": "ordinary", "粤Ｂ１２３４５": "ordinary",
}  # fmt: skip
NO_PLATES = {
    "B12345": "invalid_plate", "粤12345": "invalid_plate", "粤BO1234": "plate_letter", "粤BI2345": "plate_letter",
    "粤B1234": "invalid_plate", "粤B123456": "invalid_plate", "粤BX12345": "invalid_plate",
    "粤BD1234A": "invalid_plate", "港B12345": "invalid_plate", "粤BABC12": "rare_plate",
}  # fmt: skip
PHONES = [
    "13800138000",
    "15900000001",
    "17000000002",
    "18600000003",
    "19100000004",
    "16600000005",
    "14700000006",
    "19800000007",
]
NO_PHONES = [
    "12345678901", "1380013800", "138001380000", "23800138000", "1380013800O", "10086", "11900000000",
    "0755-28888888", "+852 51234567", "138 0013 800",
]  # fmt: skip
CODES = [
    "91110000600037341L",
    "91440300MA00000152",
    "92440307MA0000023Y",
    "12440307000000019M",
    "11440307000000027K",
    "514403000000000355",
    "52440307MJ0000042J",
    "93440307MA0000058E",
    "N2440307MF00000643",
    "Y1440300000000078Q",
]
NO_CODES = [
    "91440300MA0000015",
    "91440300MA00000150",
    "91440300MI00000152",
    "91O40300MA00000152",
    "91440300M0A0000152",
    "123456789012345",
    "91440300MA000001520",
    "Z1440300MA00000152",
    "91450300MA00000152",
    "91440300MA0000010J",
]


@pytest.mark.parametrize(("kind", "number"), [(k, n) for k, text in VALID_IDS.items() for n in text.split()])
def test_valid_document(kind, number):
    assert read_id(number, TODAY, kind) == IdDocument(kind, number)


@pytest.mark.parametrize(("kind", "number"), [(k, n) for k, numbers in INVALID_IDS.items() for n in numbers])
def test_invalid_document(kind, number):
    assert isinstance(read_id(number, TODAY, kind), Problem)


def test_document_is_normalised():
    assert read_id("11010519491231002x", TODAY) == IdDocument("resident_id", "11010519491231002X")
    assert read_id("４４９９９９１９９００１０１００１９", TODAY).id_number == "449999199001010019"


def test_type_is_told_by_the_number():
    assert read_id("810000199001010019", TODAY).id_type == "residence_permit"
    assert read_id("944840199001010016", TODAY).id_type == "fpr"


def test_every_single_digit_error_and_swap_is_noticed():
    number = "449999199001010019"
    for at in range(17):
        for digit in "0123456789":
            if digit != number[at]:
                assert check_character(number[:at] + digit + number[at + 1 : 17]) != number[17]
        swapped = number[:at] + number[at : at + 2][::-1] + number[at + 2 :]
        if at < 16 and swapped != number:
            assert check_character(swapped[:17]) != swapped[17]


def test_great_age_only_warns():
    old = read_id("440524188001010014", TODAY)
    assert isinstance(old, IdDocument)
    assert warnings_of(old, TODAY) == ("very_old",)


@pytest.mark.parametrize(("typed", "kind"), PLATES.items())
def test_valid_plate(typed, kind):
    assert read_plate(typed).plate_type == kind


@pytest.mark.parametrize(("typed", "code"), NO_PLATES.items())
def test_invalid_plate(typed, code):
    assert read_plate(typed).code == code


def test_zero_and_one_are_offered_for_o_and_i():
    assert read_plate("粤BO1234").candidates == ("粤B01234",)


@pytest.mark.parametrize("typed", [*PHONES, "+86 138 0013 8000", "86-13800138000"])
def test_valid_phone(typed):
    assert read_phone(typed) == typed.replace(" ", "").replace("-", "")[-11:]


@pytest.mark.parametrize("typed", NO_PHONES)
def test_invalid_phone(typed):
    assert isinstance(read_phone(typed), Problem)


def test_unassigned_prefix_only_warns():
    assert read_phone("15400000000") == "15400000000"
    assert phone_warnings("15400000000") == ("unassigned_prefix",)


@pytest.mark.parametrize("code", CODES)
def test_valid_credit_code(code):
    assert read_credit_code(code) == code


@pytest.mark.parametrize("code", NO_CODES)
def test_invalid_credit_code(code):
    assert isinstance(read_credit_code(code), Problem)

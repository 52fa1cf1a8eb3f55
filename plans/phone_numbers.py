"""Japanese telephone numbers as people write them, with an extension. Pure: no ORM."""

import re
import unicodedata
from dataclasses import dataclass

HYPHENS = re.compile(r"[‐‑‒–—―−ーｰ﹣－]")
# 0797-77-1111, 03(1234)5678, 090-1234-5678, +81 797-77-1111; behind it 代表 or 直通, and an extension.
_FORM = re.compile(
    r"(?P<number>(?:\+81[- ]?)?(?:\d{1,5}[- ]?|\(\d{1,5}\) ?)(?:\d{1,4}[- ]?|\(\d{1,4}\) ?)\d{3,4})"
    r" ?(?:\(?(?P<kind>代表|直通)\)?)?"
    r" ?(?:[(、,]? ?(?:内線|ext\.?):? ?(?P<extension>\d{1,6})\)?)?",
    re.IGNORECASE,
)
LONGEST = 60  # characters that somebody may write
DIGITS = (10, 11)  # of a number with its leading zero


@dataclass(frozen=True)
class Phone:
    """`number` with hyphens as it was written, `kind` 代表, 直通 or blank, `extension` blank where there is none."""

    number: str
    kind: str = ""
    extension: str = ""

    @property
    def dialled(self) -> str:
        """What a telephone dials, for a tel: link: 0797771111, +81797771111. An extension is asked for by people."""
        return re.sub(r"[^+\d]", "", self.number)

    def __str__(self) -> str:
        """0797-77-1111（代表）内線 2345, as it is stored."""
        kind = f"（{self.kind}）" if self.kind else ""
        between = "" if kind or not self.extension else " "
        return (
            f"{self.number}{kind}{between}内線 {self.extension}" if self.extension else f"{self.number}{kind}"
        )


def read_phone(text: str) -> Phone:
    """The number that somebody wrote, in full-width or half-width signs. Raises ValueError with a sentence for anything else."""
    plain = HYPHENS.sub("-", unicodedata.normalize("NFKC", text)).strip() if len(text) <= LONGEST else ""
    found = _FORM.fullmatch(" ".join(plain.split()))
    phone = (
        Phone(_hyphened(found["number"]), found["kind"] or "", found["extension"] or "") if found else None
    )
    if phone is None or not _is_whole(phone.dialled):
        raise ValueError(
            f"「{text[:LONGEST]}」は電話番号として読めません。市外局番から、0797-77-1111 のように書いてください。"
            "内線は「0797-77-1111 内線 2345」のように続けます。"
        )
    return phone


def _hyphened(number: str) -> str:
    """03(1234)5678 as 03-1234-5678."""
    return ("+" if number.startswith("+") else "") + "-".join(re.findall(r"\d+", number))


def _is_whole(dialled: str) -> bool:
    if dialled.startswith("+81"):
        return len(dialled) - 2 in DIGITS and dialled[3] != "0"
    return dialled.startswith("0") and len(dialled) in DIGITS

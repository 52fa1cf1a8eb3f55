"""What the directory says of somebody, whichever protocol said it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings

from dxportal.signin.failures import Reason

SKEW = 60  # seconds by which the directory's clock may differ


class RefusedError(Exception):
    """The directory's answer lets nobody in. `reason` is a FailedSignIn.Reason; `detail` is for the log."""

    def __init__(self, reason: str, detail: str, name: str = "") -> None:
        super().__init__(detail)
        self.reason, self.detail, self.name = reason, detail, name


def wrong(detail: str) -> RefusedError:
    """The answer cannot be believed."""
    return RefusedError(Reason.ANSWER, detail)


@dataclass(frozen=True)
class Identity:
    """`claims` are checked: signed by the directory, for this portal, for this sign-in. `way` is a Way.

    `naming`: the claim by which the portal finds the account.
    """

    claims: Mapping[str, object]
    way: str
    naming: str

    def texts(self, claim: str) -> list[str]:
        """The values of the claim; none where it is missing."""
        value = self.claims.get(claim)
        values = value if isinstance(value, list | tuple) else [value]
        return [text for text in values if isinstance(text, str) and text]

    def text(self, claim: str) -> str:
        """The one value of the claim; blank where there is none, or more than one."""
        texts = self.texts(claim)
        return texts[0] if len(texts) == 1 else ""

    @property
    def has_second_factor(self) -> bool:
        """Whether the directory says, as SSO_MFA_CLAIM has it, that it asked for more than a password."""
        claim, _equals, value = settings.SSO_MFA_CLAIM.partition("=")
        return bool(claim.strip()) and value.strip() in self.texts(claim.strip())

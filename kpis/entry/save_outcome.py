"""What saving the grid brought, in a sentence."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass
class SaveOutcome:
    """What saving the grid brought; with handing in, how many could not be chosen for it, and why."""

    saved: int = 0
    incomplete: int = 0
    unanswered: int = 0
    refused: int = 0
    unseen: int = 0  # somebody else saved it meanwhile
    notices: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        parts = []
        if self.saved:
            parts.append(ngettext("%d件を保存しました。", "%d件を保存しました。", self.saved) % self.saved)
        if self.incomplete:
            parts.append(_("書き終えていない%d件は提出していません。") % self.incomplete)
        if self.unanswered:
            parts.append(_("差し戻されたときのままの%d件は提出していません。") % self.unanswered)
        if self.unseen:
            parts.append(
                _(
                    "ほかの人が先に保存した%d件は提出していません。内容を確かめてから、もう一度提出してください。"
                )
                % self.unseen
            )
        if self.refused:
            parts.append(_("%d件は保存していません。") % self.refused)
        return "".join(parts)

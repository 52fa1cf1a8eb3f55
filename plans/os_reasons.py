"""Why the operating system could not do it, in words for whoever runs a command."""

import errno

from django.utils.translation import gettext as _


def why(error: OSError) -> str:
    """ファイルがありません, 書き込む権限がありません …; what has no words here as the system says it."""
    known = {
        errno.ENOENT: _("ファイルかフォルダーがありません"),
        errno.EISDIR: _("ファイルではなくフォルダーです"),
        errno.ENOTDIR: _("途中にフォルダーでないものがあります"),
        errno.EACCES: _("権限がありません"),
        errno.EPERM: _("権限がありません"),
        errno.EROFS: _("書き込めないディスクです"),
        errno.ENOSPC: _("ディスクに空きがありません"),
        errno.EDQUOT: _("使える容量を超えました"),
        errno.EFBIG: _("ファイルが大きすぎます"),
        errno.ENAMETOOLONG: _("名前が長すぎます"),
        errno.ELOOP: _("リンクが輪になっています"),
        errno.EEXIST: _("同じ名前のものがあります"),
        errno.EAGAIN: _("ほかで書いているところです"),
        errno.EIO: _("ディスクを読み書きできません"),
    }
    return known.get(error.errno or 0, error.strerror or str(error))

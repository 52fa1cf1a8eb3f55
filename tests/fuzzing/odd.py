"""What breaks a careless reader: texts, addresses, bodies and headers, drawn with the given random generator."""

from random import Random

DIGITS = "9" * 5000  # more than int() reads

TEXTS = (
    "", " ", "　", "0", "-1", "1.5", "1e400", "1e-400", "-0", "00", "²", "①", "١٢٣", "一二三", "１２",
    "2147483648", "9223372036854775807", "9223372036854775808", "18446744073709551616", "9" * 18, "9" * 19, "9" * 400,
    DIGITS, "-" + DIGITS, "1." + DIGITS, "NaN", "sNaN", "Infinity", "-inf", "1_000", "0x10", "１，０００", "1,,2", "+", "-", ".",
    "None", "null", "true", "[]", "{}", "[1", '{"a":', '"\\ud800"', "[" * 5000, "%", "%s", "%(a)s", "{0}", "{{ 7 }}",
    "\x00", "1\x00", "あ\x00い", "\x00" * 50, "\x07", "\x1b[0m", "\x7f", "\x85", "\u2028", "\u202e", "\ufeff", "\ufffe", "\ufffd",
    "\ud800", "\udfff", "1\ud83d", "\U0001f600", "e\u0301" * 50, "a" * 300, "あ" * 300, "あ" * 5000, "\r\n", "a\r\nX-Y: 1",
    "'", '"', "\\", "' OR 1=1 --", "<script>", "..", "../../etc/passwd", "/", "//", "?", "#", "&", "=", ";", ":", "@", "*", "(", ")", "(?", "|",
    "2026-02-30", "2026-13-01", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026/4/1", "8/4/26", "令和8年4月1日",
    "令和0年", "令和99999年度", "H31.4.31", "2026-04-01T00:00:00Z", "2026-04-01T99:99", "24:61", "12:00:60", "-1-1-1", "2025-Q4", "2025-Q9",
    "9999-Q4", "0000-Q1", "2025-13", "R7-Q4", "C2025", "99999", "-2025", "20250401", "٢٠٢٦-٠٤-٠١",
    "id", "pk", "user__password", "__", "__all__", "plan__municipality__slug", "value-1", "value-", "value-²", "value-" + DIGITS, "action-0",
    "http://", "http://[", "https://例え.テスト/", "javascript:alert(1)", "http://[::1", "http://a:99999999/", "//evil.example", "a@b", "１-１", "on", "off", "csv", "xlsx", "unknown",
)  # fmt: skip

# Parameters that the portal's own pages read, and Django's admin.
OWN_NAMES = (
    "_to_field", "_popup", "_changelist_filters", "o", "p", "q", "e", "all", "page", "at", "from", "to", "department", "city", "plan",
    "format", "next", "state", "status", "goal", "role", "revision_of", "username", "day", "kind", "row", "version", "history_id",
)  # fmt: skip

# Others, beside those of the page's own links and fields.
NAMES = (
    "indicator", "action", "period", "term", "app_label", "model_name", "field_name", "year", "month", "user", "municipality", "show", "sort",
    "group", "id", "pk", "id__exact", "id__in", "plan__id__exact", "plan__id__isnull", "plan__id__in", "municipality__id__exact",
    "department__id__exact", "role__exact", "is_fictional__exact", "period__gte", "updated_at__gte", "effective_on__year", "effective_on__gte",
    "state__in", "user__id__exact", "history__id", "x\x00", "\x00", "plan__municipality__slug__regex", "is_active__exact", "last_login__gte",
    "date_joined__range", "password__startswith", "is_staff__exact", "plan__id__exact__in", "plan__isnull", "order__gt", "value__lt",
)  # fmt: skip

QUERIES = (
    b"%", b"%zz", b"%ff", b"%00", b"%ed%a0%80", b"a=%ff%fe", b"&&&==;;", b"=", b"?", b"a[]=1&a[b]=2", b"\xe3\x81", b"\xff\xfe=\xff",
    b"&".join(b"x%d=1" % number for number in range(3000)), b"q=" + b"%E3%81%82" * 3000, b"&".join([b"_to_field=id"] * 200),
)  # fmt: skip

TYPES = (
    "application/json", "application/json; charset=utf-16", "text/plain", "text/plain; charset=utf-7", "", ";", "multipart/form-data",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=\xff", "multipart/form-data; boundary=" + "a" * 300,
    "multipart/form-data; boundary=x; charset=utf-7", "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nonsense",
    "application/x-www-form-urlencoded; charset=\xff", "application/xml", "application/octet-stream", "a" * 3000,
)  # fmt: skip

BODIES = (
    b"", b"\x00", b"{", b'{"a": "\\ud800"}', b"[" * 100_000, b"null", b"a=%ff", b"+2AA-=+2AA-", b"%00=%00", b"a" * 100_000, b"&" * 9_000, b"<a><b>",
    b"--x\r\n", b"--x--\r\n", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n",
    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', b'--x\r\nContent-Disposition: form-data; name="\x00"\r\n\r\n\x00\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="\x00/../a"\r\nContent-Type: a\r\n\r\n1\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="file"; filename*=utf-8\'\'%ff\r\n\r\n1\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!\r\n--x--\r\n',
    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n+2AA-\r\n--x--\r\n',
    b"--x\r\n" + b"X: " + b"y" * 5000 + b"\r\n\r\n\r\n--x--\r\n",
)  # fmt: skip

HEADERS = {
    "X-Fragment": ("grid", "preview", "\x00", "a" * 500),
    "Accept-Language": ("", "x" * 900, "ja;q=9999", "*;q=nan", "\xff"),
    "Accept-Encoding": ("gzip", "identity;q=0", "\xff"),
    "If-None-Match": ("*", '"', 'W/"a', "\xff"),
    "If-Modified-Since": ("yesterday", "Thu, 99 Foo 99999999 99:99:99 GMT", "9" * 5000),
    "Range": ("bytes=0-0", "bytes=9-1", "bytes=" + DIGITS + "-"),
    "Referer": ("http://[", "\xff", "http://testserver/?\xff"),
    "Origin": ("null", "http://[", "http://testserver", "\xff"),
    "Host": ("testserver", "evil.example", "testserver:x", "[", "\xff"),
    "X-Forwarded-For": ("1", "\xff", "::ffff:1.2.3.4, [", "a" * 5000),
    "X-Forwarded-Proto": ("https", "\xff"),
    "X-CSRFToken": ("", "\x00", "a" * 64, "é" * 64),
    "X-HTTP-Method-Override": ("DELETE",),
    "User-Agent": ("", "\xff" * 300, "a" * 5000),
}

COOKIES = ("sessionid", "csrftoken", "messages", "django_language", "django_timezone", "x")

FILES = (
    b"", b"\x00", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"\xff\xfe" + "指標".encode("utf-16-le"), b"\xef\xbb\xbf", b"a,b\n1,2\n", b'"',
    b"," * 20_000, b"\n" * 20_000, b'{"a":1}', b"%PDF-1.7", b"\x93\xfa\x96\x7b", b"\xff" * 5000, "指標,値\n1-1,\x00\n".encode(),
)  # fmt: skip


def text(rng: Random) -> str:
    found = "" if rng.random() < 0.08 else rng.choice(TEXTS)
    return found + rng.choice(TEXTS) if rng.random() < 0.1 else found


def name(rng: Random) -> str:
    return rng.choice(OWN_NAMES if rng.random() < 0.6 else NAMES)


def encoded(written: str) -> bytes:
    """As bytes, a lone half of a pair too."""
    return written.encode("utf-8", "surrogatepass")

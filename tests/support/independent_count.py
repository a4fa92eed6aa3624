"""Counts the records of every fixture with the tools of another language.

Shares no line with the program: csv, json, email, zipfile, html.parser and regular expressions of the Python
standard library. Prints a JSON object: "<importer>/<case>" -> number of records, null where nobody has said how to
count that case.

usage: independent_count.py FOLDER_OF_FIXTURES
"""

import csv
import email
import email.policy
import html.parser
import io
import json
import pathlib
import re
import shutil
import sqlite3
import sys
import tempfile
import zipfile


def text_of(path, encoding="utf-8-sig"):
    return path.read_bytes().decode(encoding)


def only(source, pattern):
    found = sorted(p for p in source.rglob(pattern) if p.is_file())
    assert len(found) == 1, (source, pattern, found)
    return found[0]


# --- JSON ---------------------------------------------------------------------------------------------------------


def json_list(pattern, key=None):
    """Elements of a list: of the whole document, or under a key."""

    def count(source):
        document = json.loads(text_of(only(source, pattern)))
        return len(document if key is None else document[key])

    return count


def json_lines(source):
    """Lines that are neither blank nor comment, less those that name a header or a member."""
    lines = [line for line in text_of(only(source, "*.jsonl")).splitlines() if line.strip() and line[0] != "#"]
    return sum(not re.match(r'\{"_type":"(header|member)"', line) for line in lines)


def json_after(pattern, mark, key=None):
    """Elements of the JSON that stands behind a mark in a page or script."""

    def count(source):
        text = text_of(only(source, pattern))
        start = re.search(mark, text).end()
        document = json.JSONDecoder().raw_decode(text[start:].lstrip())[0]
        return len(document if key is None else document[key])

    return count


def zipped_messages(source):
    with zipfile.ZipFile(only(source, "*.zip")) as archive:
        names = [name for name in archive.namelist() if name.endswith("/messages.json")]
        return sum(len(json.loads(archive.read(name))["messages"]) for name in names)


# --- tables -------------------------------------------------------------------------------------------------------


def table(pattern="*.csv", above=1, encoding="utf-8-sig", delimiter=","):
    """Records of CSV that are not blank, over all files, less the rows above the first record of each."""

    def count(source):
        total = 0
        for path in source.rglob(pattern):
            rows = [row for row in csv.reader(io.StringIO(text_of(path, encoding), newline=""), delimiter=delimiter) if row]
            total += len(rows) - above
        return total

    return count


def sheet(pattern="*.xlsx", above=1, below=0):
    """Rows of the first sheet of a workbook, less the ones above and below the records."""

    def count(source):
        with zipfile.ZipFile(only(source, pattern)) as book:
            rows = re.findall(r"<row\b", book.read("xl/worksheets/sheet1.xml").decode())
        return len(rows) - above - below

    return count


def after_line(pattern, first, encoding="utf-8-sig", skip=0, but=r"^$"):
    """Lines behind the one that begins with some words, for tables whose quoting is broken."""

    def count(source):
        lines = text_of(only(source, pattern), encoding).splitlines()
        start = next(at for at, line in enumerate(lines) if line.startswith(first))
        return sum(not re.match(but, line) for line in lines[start + 1 + skip :])

    return count


# --- texts --------------------------------------------------------------------------------------------------------


def heads(pattern, *heads, encoding="utf-8-sig"):
    """Lines that begin a record."""

    def count(source):
        lines = text_of(only(source, pattern), encoding).splitlines()
        return sum(any(re.search(head, line) for head in heads) for line in lines)

    return count


def blocks(pattern, head):
    """Lines that begin a record and follow a blank line, or nothing."""

    def count(source):
        lines = ["", *text_of(only(source, pattern)).splitlines()]
        return sum(not before.strip() and bool(re.search(head, line)) for before, line in zip(lines, lines[1:]))

    return count


def mail(kind, head):
    """Lines that begin a record in the part of a mail that is of a kind."""

    def count(source):
        message = email.message_from_bytes(only(source, "*.eml").read_bytes(), policy=email.policy.default)
        body = message.get_body((kind,)).get_content()
        return len(re.findall(head, body, re.M))

    return count


# --- pages --------------------------------------------------------------------------------------------------------


class Elements(html.parser.HTMLParser):
    """Counts the start tags that fit."""

    def __init__(self, fits):
        super().__init__(convert_charrefs=True)
        self.fits = fits
        self.found = 0

    def handle_starttag(self, tag, attrs):
        self.found += bool(self.fits(tag, dict(attrs)))


def elements_in(markup, fits):
    parser = Elements(fits)
    parser.feed(markup)
    parser.close()
    return parser.found


def elements(pattern, fits):
    return lambda source: elements_in(text_of(only(source, pattern)), fits)


def paged_elements(page, scripts, fits):
    """Elements of a page and of the pages beside it, which are scripts with markup in their strings."""

    def count(source):
        markup = [text_of(only(source, page))]
        for path in source.rglob(scripts):
            markup += [json.loads(string) for string in re.findall(r'"(?:[^"\\]|\\.)*"', text_of(path))]
        return sum(elements_in(part, fits) for part in markup)

    return count


def classes(*wanted):
    return lambda tag, attrs: set(wanted) <= set((attrs.get("class") or "").split())


def ios_message(tag, attrs):
    """A message, not an item of a forwarded record shown inside one."""
    names = (attrs.get("class") or "").split()
    return tag == "div" and "msgid" in attrs and "msg" in names and not {"fmsg", "fmsgtag"} & set(names)


def wce_message(tag, attrs):
    return "data-wce-create-time" in attrs


def early_page(source):
    """Objects of a page of MemoTrace 1.x; a line that shows the time of the message after it belongs to that message."""
    page = text_of(only(source, "*.html"))
    objects = re.findall(r"\{ type:(\d+),[^}]*?\btext: ?'((?:[^'\\]|\\.)*)'.*?timestamp:(\d+)", page, re.S)
    shown = [kind == "0" and re.fullmatch(CLOCK, text) is not None for kind, text, _ in objects]
    times = [time for _, _, time in objects] + [None]
    return sum(not is_clock or times[at] != times[at + 1] for at, is_clock in enumerate(shown))


def html_parts(source):
    """Rows of the parts that lie beside a page of WeFlow, and one for each part that is named and does not."""
    named = re.search(r"WEFLOW_MANIFEST = (\{.*?\});", text_of(only(source, "*.html"))).group(1)
    parts = list(source.rglob("chunk-*.js"))
    missing = len(json.loads(named)["chunks"]) - len(parts)
    return missing + sum(len(re.findall(r'\{"i":', text_of(part))) for part in parts)


def media(source):
    """Files that begin like a picture, film or recording."""
    marks = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8")
    heads = [path.read_bytes()[:12] for path in source.rglob("*") if path.is_file()]
    return sum(head.startswith(marks) or head[4:8] == b"ftyp" for head in heads)


def rows_of(pattern, table):
    """Rows of the tables whose name fits, in every database whose name fits, on copies with the log beside them."""

    def count(source):
        total = 0
        with tempfile.TemporaryDirectory() as folder:
            for at, path in enumerate(sorted(source.rglob(pattern))):
                copy = pathlib.Path(folder, f"{at}.db")
                shutil.copy(path, copy)
                log = path.with_name(f"{path.name}-wal")
                if log.exists():
                    shutil.copy(log, copy.with_name(f"{copy.name}-wal"))
                database = sqlite3.connect(copy)
                names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                for name in names:
                    if re.fullmatch(table, name, re.I):
                        total += database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
                database.close()
        return total

    return count


CLOCK = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"
MESSAGES = "messages"
IOS_TEXT = (r" \(%s\):" % CLOCK, r"^系统消息：", r"^「")
# Only the two named in the greeting speak; a third name in the text is pasted.
CHAT_MAIL = r"^(王经理|李四)  \d?\d:\d\d$"

COUNTS = {
    "chatlab/ciphertalk-json": json_list("*.json", MESSAGES),
    "chatlab/json-without-header": json_list("*.json", MESSAGES),
    "chatlab/jsonl-without-header": json_lines,
    "chatlab/v001-json": json_list("*.json", MESSAGES),
    "chatlab/weflow-json": json_list("*.json", MESSAGES),
    "chatlab/weflow-jsonl-group": json_lines,
    "chatlog/alpha-csv": table(),
    "chatlog/alpha-json": json_list("*.json"),
    "chatlog/alpha-text": heads("*.txt", r" \[\d{16}\] \d\d:\d\d:\d\d$"),
    "chatlog/csv-group": table(),
    "chatlog/csv-private": table(),
    "chatlog/json": json_list("*.json"),
    "chatlog/json-old-keys": json_list("*.json"),
    "chatlog/text-clock": heads("*.txt", r"^\S.* \d\d:\d\d:\d\d$"),
    "chatlog/text-full-chats": heads("*.txt", r"^\S.* %s$" % CLOCK),
    "chatlog/text-month-range": heads("*.txt", r"^[^> ].* \d\d-\d\d \d\d:\d\d:\d\d$"),
    "ciphertalk/group": json_list("*.json", MESSAGES),
    "ciphertalk/page": json_after("*.html", r"window\.CHAT_DATA = ", MESSAGES),
    "ciphertalk/private": json_list("*.json", MESSAGES),
    "ciphertalk/workbook": sheet(),
    "ciphertalk/workbook-group": sheet(),
    "echotrace/early-json": json_list("*.json", MESSAGES),
    "echotrace/early-workbook": sheet(),
    "echotrace/group": json_list("*.json", MESSAGES),
    "echotrace/private": json_list("*.json", MESSAGES),
    "echotrace/workbook": sheet(above=4),
    "email-text/copy-forward": heads("*.txt", r"^·"),
    "email-text/copy-macos": blocks("*.txt", r" \d{4}/\d+/\d+ \d+:\d\d$"),
    "email-text/copy-print": heads("*.txt", r" \d{4}年\d+月\d+日 \d+:\d\d$"),
    "email-text/copy-windows": heads("*.txt", r":$", encoding="gb18030"),
    "email-text/mail-eml": mail("plain", CHAT_MAIL),
    "email-text/mail-eml-html": mail("html", r"<b>"),
    "email-text/mail-html": elements("*.html", lambda tag, attrs: tag == "b"),
    "email-text/mail-text": heads("*.txt", CHAT_MAIL),
    "images/screenshots": media,
    "memotrace-csv/v0": table(),
    "memotrace-csv/v1": table(),
    "memotrace-csv/v1-indexed": table(),
    "memotrace-csv/v2-all-chats": table(),
    "memotrace-csv/v3": table(),
    "memotrace-csv/v4-gb18030": table(encoding="gb18030"),
    "memotrace-csv/v4-group": table(),
    "memotrace-csv/v4-private": table("*_utf8.csv"),
    # Its quoting is broken: six rows by their ids, and a line that is none.
    "memotrace-csv/v4-ragged": heads("*.csv", r"^\d+,7,", r"^看不懂"),
    "memotrace-csv/v4-resaved-by-excel": table(encoding="gb18030", delimiter=";"),
    "memotrace-csv/v5": table("王经理.csv"),
    "memotrace-csv/v5-xlsx": sheet(),
    "memotrace-html/html-1-group-time-lines": early_page,
    "memotrace-html/html-1-private": early_page,
    "memotrace-html/html-3-group-page": json_after("*.html", r"const chatMessages = "),
    "memotrace-html/html-3-with-list": json_list("*.html.json"),
    "memotrace-html/html-json-alone": json_list("*.html.json"),
    "memotrace-html/markdown-3": heads("*.md", r"^\*\*\d\d:\d\d:\d\d .*\*\*:", r"^> %s " % CLOCK),
    "memotrace-html/txt-1": blocks("*.txt", r"^%s " % CLOCK),
    "memotrace-html/txt-3": blocks("*.txt", r"^%s" % CLOCK),
    "pywxdump/html": json_after("data.js", r"const local_msg_list = "),
    "pywxdump/json": json_list("*_0_21.json"),
    "pywxdump/p1": heads("*.csv", r"^\d+,"),
    "pywxdump/p2-blank-lines": table(),
    "pywxdump/p2-unquoted": heads("*.csv", r"^\d+,\d+,"),
    "pywxdump/p3-group-page-missing": table(),
    "pywxdump/p3-private": table(),
    "pywxdump/p3-resaved-by-excel": table(encoding="gb18030"),
    "wechat-dump/html-group": elements("*.html", classes("chatItem")),
    "wechat-dump/html-private": elements("*.html", classes("chatItem")),
    "wechat-dump/txt-group": heads("*.txt", r"^-?\d+\|.*:%s" % CLOCK),
    "wechat-dump/txt-private": heads("*.txt", r"^-?\d+\|.*:%s" % CLOCK),
    "wechat-pay-bill/csv": table(above=17),
    # Cells with commas of their own: counted by line, less the rule at the end.
    "wechat-pay-bill/csv-ragged": after_line("*.csv", "交易时间", but=r"^-+,|^$"),
    "wechat-pay-bill/csv-resaved": after_line("*.csv", "交易时间", encoding="gb18030"),
    "wechat-pay-bill/xlsx": sheet(above=17),
    "wechat-pay-bill/xlsx-2026": sheet(above=17),
    "android-db/account": rows_of("EnMicroMsg.db", r"(?!appmessage)(q|t|bottle|bizchat|appbrand|finder|gamelife|textstatus)?message(006)?"),
    "ios-db/account": rows_of("*.sqlite", r"Chat_[0-9a-f]{32}|Hello_[0-9a-f]{32}"),
    "wechat-3-db/macos": rows_of("msg_*.db", r"Chat_[0-9a-f]{32}"),
    "wechat-3-db/windows": rows_of("MSG*.db", r"MSG"),
    "wechat-4-db/bare": rows_of("message_*.db", r"Msg_[0-9a-f]{32}"),
    "wechat-4-db/tree": rows_of("*message_*.db", r"Msg_[0-9a-f]{32}"),
    "wechatdataanalysis-zip/excel": sheet("messages.xlsx"),
    "wechatdataanalysis-zip/html": paged_elements("messages.html", "page-*.js", wce_message),
    "wechatdataanalysis-zip/json-early-one-file": json_list("messages.json", MESSAGES),
    "wechatdataanalysis-zip/json-fused": json_list("messages.json", MESSAGES),
    "wechatdataanalysis-zip/json-group-unpacked": json_list("messages.json", MESSAGES),
    "wechatdataanalysis-zip/json-zip": zipped_messages,
    "wechatdataanalysis-zip/txt": heads("messages.txt", r"^\[%s\] " % CLOCK),
    "wechatexporter-ios/csv-12425": table(),
    "wechatexporter-ios/html-pages": paged_elements("index.html", "msg-*.js", ios_message),
    "wechatexporter-ios/html-whole": elements("index.html", ios_message),
    "wechatexporter-ios/txt-en": heads("index.txt", *IOS_TEXT),
    "wechatexporter-ios/txt-zh": heads("index.txt", *IOS_TEXT),
    "weflow-json/arkme-group": json_list("*.json", MESSAGES),
    "weflow-json/early-no-header": json_list("*.json", MESSAGES),
    "weflow-json/group": json_list("*.json", MESSAGES),
    "weflow-json/private": json_list("*.json", MESSAGES),
    "weflow-json/unordered-keys": json_list("*.json", MESSAGES),
    "weflow-other/excel-compact": sheet(above=4),
    "weflow-other/excel-csv": table(above=4),
    "weflow-other/excel-full-group": sheet(above=4),
    "weflow-other/excel-full-private": sheet(above=4),
    "weflow-other/html": json_after("*.html", r"window\.WEFLOW_DATA = "),
    "weflow-other/html-parts": html_parts,
    "weflow-other/http-api": json_list("*.json", MESSAGES),
    "weflow-other/markdown-group": heads("*.md", r"^## "),
    "weflow-other/markdown-private": heads("*.md", r"^## "),
    "weflow-other/sql-group": heads("*.sql", r"^INSERT INTO weflow_messages "),
    "weflow-other/txt-group": heads("*.txt", r"^%s '.*'$" % CLOCK),
    "weflow-other/txt-private": heads("*.txt", r"^%s '.*'$" % CLOCK),
    "weflow-other/weclone": table(),
}


def main(folder):
    cases = sorted(p.parent for p in pathlib.Path(folder).glob("*/*/source"))
    found = {}
    for case in cases:
        name = f"{case.parent.name}/{case.name}"
        count = COUNTS.get(name)
        found[name] = None if count is None else count(case / "source")
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)


main(sys.argv[1])

"""E-mail addresses, also as they are written to escape programs. Mailboxes of government offices (gov.cn) belong to no person."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from publish.detectors.reading import Leak, clean, masked

NAME = r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}"
AT = r"\s?[@﹫]\s?|\s?[\[({<【〔]\s?(?:at|AT|@)\s?[\])}>】〕]\s?|\s(?:at|AT)\s"
DOT = r"\s?(?:\.|[\[({]\s?(?:dot|\.)\s?[\])}]|\sdot\s|点)\s?"
HOST = rf"[A-Za-z0-9\-]{{1,63}}(?:{DOT}[A-Za-z0-9\-]{{1,63}}){{0,3}}{DOT}(?:[A-Za-z]{{2,12}})(?![A-Za-z0-9])"
SERVICES = r"(?:qq|163|126|139|189|sina|sohu|yeah|foxmail|gmail|outlook|hotmail|aliyun)\.(?:com|cn|net)"
ADDRESS = re.compile(rf"({NAME})(?:{AT})({HOST})|({NAME})[#＃★☆]({SERVICES})")
OFFICE = re.compile(r"(?:^|\.)gov\.cn$")


def emails(text: str, own: Container[str] = ()) -> Iterator[Leak]:
    """E-mail addresses in a text. `own`: those of offices, in lower case."""
    read = clean(text)
    for match in ADDRESS.finditer(read):
        name, host = match[1] or match[3], _host(match[2] or match[4])
        if not OFFICE.search(host) and f"{name}@{host}".lower() not in own:
            yield read.count("\n", 0, match.start()), masked(f"{name}{host}")


def _host(written: str) -> str:
    return re.sub(r"[\s\[\](){}]", "", re.sub("dot|点", ".", written)).lower()


def words(seen: str) -> str:
    """What a finding says, given the masked form."""
    return f"发现电子邮箱 {seen}；个人和企业的联系方式不公开。请删去；机关的邮箱请写进机关文件或清单的 contact 列。"

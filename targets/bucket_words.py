"""What an object store, or the way to it, refused, in words for staff. Neither keys nor addresses are repeated."""

from __future__ import annotations

from publish.errors import TargetFailed

CODES = {
    "NoSuchBucket": "没有这个桶，请先建立，并检查名称和区域",
    "AccessDenied": "没有权限。发布要用的权限见 docs/targets.zh-CN.md",
    "InvalidAccessKeyId": "访问密钥不对，请检查 AWS_PROFILE 或 ~/.aws/credentials",
    "SignatureDoesNotMatch": "访问密钥不对，请检查 AWS_PROFILE 或 ~/.aws/credentials",
    "ExpiredToken": "登录已过期，请重新登录",
    "RequestTimeTooSkewed": "本机的时钟不准，请校准",
    "SlowDown": "对方说请求太多，试了几次仍不行，请过一会儿再发布",
    "ServiceUnavailable": "对方暂时不能服务，试了几次仍不行，请过一会儿再发布",
    "InternalError": "对方出错，试了几次仍不行，请过一会儿再发布",
    "NotImplemented": "对方不支持发布要用的操作（条件写入、版本列表），见 docs/targets.zh-CN.md",
    "QuotaExceeded": "空间满了",
    "PermanentRedirect": "桶在另一个区域，请检查 AWS_REGION 和 AWS_ENDPOINT_URL",
}
CODES |= {"403": CODES["AccessDenied"], "Throttling": CODES["SlowDown"], "503": CODES["ServiceUnavailable"], "500": CODES["InternalError"]}
KINDS = {
    "NoCredentialsError": "没有找到访问密钥，请设置 AWS_PROFILE，或写好 ~/.aws/credentials",
    "PartialCredentialsError": "访问密钥不全，请检查 ~/.aws/credentials",
    "ProfileNotFound": "没有 AWS_PROFILE 所说的那一段配置",
    "EndpointConnectionError": "连不上，请检查 AWS_ENDPOINT_URL 和网络",
    "ConnectTimeoutError": "连不上：等不到回应，请检查 AWS_ENDPOINT_URL 和网络",
    "ReadTimeoutError": "等不到回应，请过一会儿再发布",
    "ConnectionClosedError": "连接断了",
    "SSLError": "对方的证书不可信",
    "ProxyConnectionError": "代理连不上",
    "NoRegionError": "不知道在哪个区域，请设置 AWS_REGION",
    "ValueError": "AWS_ENDPOINT_URL 写得不对",
}
AGAIN = "再发布一次会接着做"


def failed(address: object, why: str) -> TargetFailed:
    """A failure at a place."""
    return TargetFailed(f"{address}：{why}。{AGAIN}。")


def by_code(code: str) -> str:
    """Why, from the code of an answer."""
    return CODES.get(code, f"对方没有照办（{code[:40]}）")


def by_kind(error: Exception) -> str:
    """Why, from an error of the library."""
    return next((KINDS[one.__name__] for one in type(error).__mro__ if one.__name__ in KINDS), f"没有做成（{type(error).__name__}）")

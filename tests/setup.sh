#!/bin/sh
# Makes sure that the system has what the tests drive: Chromium, Chinese fonts, nginx with its module for brotli, Caddy, git, OpenSSH, rsync.
# Says nothing when nothing is missing; may be run again at any time.
set -eu
PATH="$PATH:/usr/sbin:/sbin"
browser=chromium-headless-shell # without windows: half the work of the whole Chromium, which will do where this one is not to be had

missing() {
    command -v chromium-headless-shell >/dev/null 2>&1 || command -v "$browser" >/dev/null 2>&1 || printf ' %s' "$browser"
    command -v fc-list >/dev/null 2>&1 || printf ' fontconfig'
    fc-list :lang=zh-cn family 2>/dev/null | grep -q 'CJK' || printf ' fonts-noto-cjk'
    command -v nginx >/dev/null 2>&1 || printf ' nginx-light'
    [ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || printf ' libnginx-mod-http-brotli-static'
    command -v caddy >/dev/null 2>&1 || printf ' caddy'
    command -v git >/dev/null 2>&1 || printf ' git'
    command -v ssh-keygen >/dev/null 2>&1 || printf ' openssh-client'
    command -v sshd >/dev/null 2>&1 || printf ' openssh-server'
    command -v rsync >/dev/null 2>&1 || printf ' rsync'
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root='env'
elif sudo -n true 2>/dev/null; then
    as_root='sudo -n env'
else
    as_root=''
fi

# The names of packages and the words of `as_root` are meant to be split.
# shellcheck disable=SC2086
if [ -n "$as_root" ] && command -v apt-get >/dev/null 2>&1; then
    $as_root DEBIAN_FRONTEND=noninteractive apt-get update -qq || true
    apt-cache show "$browser" >/dev/null 2>&1 || browser=chromium
    wanted=$(missing)
    [ -z "$wanted" ] || $as_root DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted || true
fi

browser=chromium
wanted=$(missing)
if [ -n "$wanted" ]; then
    echo "缺少测试要用的系统软件，请运行：sudo apt-get update && sudo apt-get install -y --no-install-recommends$wanted" >&2
    exit 1
fi

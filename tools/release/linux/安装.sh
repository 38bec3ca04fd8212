#!/bin/sh
# 把drafter装到本用户的文件夹里，不需要管理员，不需要上网。
here=$(cd "$(dirname "$0")" && pwd)
for python in python3 python3.13 python3.12 python3.11; do
  if command -v "$python" >/dev/null 2>&1 && "$python" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12), (3, 13)))'; then
    exec "$python" -X utf8 -I "$here/program/install.py" "$@"
  fi
done
echo "这台电脑没有Python 3.11至3.13，drafter没有安装。请用系统的软件商店安装Python 3.11；装不了的，请在另一台电脑上打开drafter的门户，从这台电脑的浏览器办理。" >&2
exit 2

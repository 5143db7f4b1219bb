#!/bin/bash
# Install the Debian packages named in the given lists, as far as they are missing.
# usage: apt_install.sh LIST...
set -euo pipefail
missing=()
for package in $(sed 's/#.*//' "$@"); do
  dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} = 0 ] && exit 0
command -v apt-get >/dev/null || { echo "Not a Debian system: install these yourself: ${missing[*]}" >&2; exit 1; }
SUDO=(); [ "$(id -u)" = 0 ] || SUDO=(sudo)
echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${SUDO[@]}" apt-get update -qq
"${SUDO[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null

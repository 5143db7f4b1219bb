#!/bin/bash
# QGIS 3.40 (bookworm-backports) unpacked beside the installed 3.22; nothing of it is installed.
# usage: qgis340.sh PREFIX      then:  . PREFIX/env.sh   and call qgis.bin, qgis_process.bin or python
set -euo pipefail
here=$(dirname "$(realpath "$0")")
"$here/apt_install.sh" "$here/../requirements/apt-qgis340.txt"
P=$(realpath -m "$1"); rm -rf "$P" "$P.apt"; mkdir -p "$P" "$P.apt"/{lists/partial,cache/archives/partial}
trap 'rm -rf "$P.apt"' EXIT
mirror=$(apt-get indextargets --format '$(SITE)' | grep -i debian | grep -v security | head -1)
key=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$key] $mirror bookworm-backports main" > "$P.apt/backports.list"
apt=(-o "Dir::Etc::sourcelist=$P.apt/backports.list" -o Dir::Etc::sourceparts=/dev/null
     -o "Dir::State::lists=$P.apt/lists" -o "Dir::Cache=$P.apt/cache" -o APT::Sandbox::User=root)
apt-get "${apt[@]}" update -qq
V=$(apt-cache "${apt[@]}" madison qgis | awk '/backports/{print $3; exit}'); U=${V%%+*}
[ -n "$V" ] || { echo "No QGIS in bookworm-backports of $mirror" >&2; exit 1; }
( cd "$P.apt"
  apt-get "${apt[@]}" download -qq qgis=$V qgis-common=$V python3-qgis=$V python3-qgis-common=$V \
    qgis-providers=$V qgis-providers-common=$V libqgis-{core,gui,app,analysis,3d,native,server}$U=$V \
    libqgispython$U=$V libqgis-customwidgets=$V
  for d in *.deb; do dpkg-deb -x "$d" "$P"; done )
cat > "$P/env.sh" <<X
export QGIS_PREFIX_PATH=$P/usr
export LD_LIBRARY_PATH=$P/usr/lib:$P/usr/lib/x86_64-linux-gnu
export PYTHONPATH=$P/usr/lib/python3/dist-packages:$P/usr/share/qgis/python:$P/usr/share/qgis/python/plugins
export PATH=$P/usr/bin:\$PATH
X

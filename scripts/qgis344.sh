#!/bin/bash
# QGIS 3.44 (Debian 13 with backports, Python 3.13) in a root of its own; nothing of it is installed on the machine.
# usage: qgis344.sh ROOT      then:  scripts/in_qgis344.sh ROOT COMMAND...
# Needs root or sudo, 2 GB and two minutes. The test packages of requirements/tests.txt go into ROOT/opt/tests.
set -euo pipefail
here=$(dirname "$(realpath "$0")"); requirements=$here/../requirements
[ -x /usr/bin/mmdebstrap ] || "$here/apt_install.sh" <(echo mmdebstrap)
SUDO=(); [ "$(id -u)" = 0 ] || SUDO=(sudo)
R=$(realpath -m "$1"); "${SUDO[@]}" rm -rf --one-file-system "$R"
key=/usr/share/keyrings/debian-archive-keyring.gpg
mirror=$(apt-get indextargets --format '$(SITE)' | grep -i debian | grep -v security | head -1)
packages=$(sed 's/#.*//' "$requirements/apt-qgis344.txt" | xargs | tr ' ' ,)
scratch=$(mktemp -d); trap 'rm -rf "$scratch"' EXIT; chmod 755 "$scratch"
printf 'Package: qgis* python3-qgis* libqgis*\nPin: release n=trixie-backports\nPin-Priority: 900\n' > "$scratch/qgis"
printf 'mkdir -p "$1/etc/apt/preferences.d" "$1/usr/share/keyrings"\ncp %s "$1/usr/share/keyrings/"\ncp %s "$1/etc/apt/preferences.d/"\n' \
  "$key" "$scratch/qgis" > "$scratch/setup.sh"
"${SUDO[@]}" mmdebstrap --quiet --mode=root --variant=apt --keyring="$key" --include="$packages" \
  --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
  --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
  --setup-hook="bash $scratch/setup.sh \"\$1\"" trixie "$R" \
  "deb [signed-by=$key] $mirror trixie main" "deb [signed-by=$key] $mirror trixie-backports main"
"${SUDO[@]}" mkdir -p "$R/opt/tests" "$R/project"
"${SUDO[@]}" env -u PYTHONPATH "$here/../build/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  --require-hashes --no-deps --only-binary=:all: --python-version 3.13 --target "$R/opt/tests" -r "$requirements/tests.txt" 2> >(grep -v "is ignored: it is neither" >&2)

#!/bin/bash
# Run a command in the root made by qgis344.sh, with this project at /project. Nothing stays mounted.
# usage: in_qgis344.sh ROOT COMMAND...
set -euo pipefail
here=$(dirname "$(realpath "$0")"); root=$(realpath "$1"); shift
SUDO=(); [ "$(id -u)" = 0 ] || SUDO=(sudo)
data=${IGH_SHARED_DATA:-$here/../../shared/data}
exec "${SUDO[@]}" unshare --mount --propagation private bash -c '
  set -euo pipefail
  root=$1 project=$2 data=$3; shift 3
  mount -t proc proc "$root/proc"; mount --rbind /dev "$root/dev"; mount -t tmpfs tmpfs "$root/tmp"
  mkdir -p "$root/project" "$root/shared/data"
  mount --bind "$project" "$root/project"
  if [ -d "$data" ]; then mount --bind -o ro "$data" "$root/shared/data"; fi
  exec chroot "$root" env -i HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin QT_QPA_PLATFORM=offscreen \
    XDG_RUNTIME_DIR=/tmp HYPOTHESIS_STORAGE_DIRECTORY=/tmp/hypothesis PYTHONPATH=/opt/tests PYTHONDONTWRITEBYTECODE=1 bash -c '\''cd /project && exec "$@"'\'' _ "$@"
' _ "$root" "$(realpath "$here/..")" "$data" "$@"

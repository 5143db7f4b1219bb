#!/bin/bash
# Run a command with one of the QGIS versions.  usage: in_qgis.sh 3.22|3.40 COMMAND...
set -euo pipefail
here=$(dirname "$(realpath "$0")"); version=$1; shift
if [ "$version" = 3.40 ]; then . "$here/../build/qgis340/env.sh"; fi
export QT_QPA_PLATFORM=offscreen
exec "$@"

#!/bin/bash
# Run a command with one of the QGIS versions; pytest with a profile of that version's own, so that two versions tested
# at the same time do not change each other's settings.  usage: in_qgis.sh 3.22|3.40 COMMAND...
set -euo pipefail
here=$(dirname "$(realpath "$0")"); version=$1; shift
if [ "$version" = 3.40 ]; then . "$here/../build/qgis340/env.sh"; fi
export QT_QPA_PLATFORM=offscreen
# pytest-qgis keeps its profile in .qgis-settings, and in a folder of this name inside it.
export PYTEST_XDIST_WORKER=qgis-$version
exec "$@"

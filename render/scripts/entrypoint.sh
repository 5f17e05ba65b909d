#!/bin/sh
# Starts the render service as a container does: mounts a bucket for large documents if one is named, then serves.
#   RESULT_BUCKET  name of a Cloud Storage bucket; empty for none
# The service takes this shell's place, so that signals reach it.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

if [ -n "${RESULT_BUCKET:-}" ]; then
  : "${RESULT_MOUNT:=/mnt/results}"
  export RESULT_BUCKET RESULT_MOUNT
  "$here/mount_bucket.sh"
  export RESULT_STORE="directory:$RESULT_MOUNT"
  export RESULT_URL="${RESULT_URL:-https://storage.googleapis.com/$RESULT_BUCKET}"
fi

export HOST="${HOST:-0.0.0.0}" PORT="${PORT:-8080}"
exec node "$here/../bin/render.js"

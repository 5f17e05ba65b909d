#!/bin/sh
# Mounts a Cloud Storage bucket as a folder, with gcsfuse (https://cloud.google.com/storage/docs/gcs-fuse).
#   RESULT_BUCKET                   name of the bucket
#   RESULT_MOUNT                    the folder
#   GOOGLE_APPLICATION_CREDENTIALS  key file; without one gcsfuse asks the machine it runs on
set -eu
: "${RESULT_BUCKET:?is the name of the bucket to mount}"
: "${RESULT_MOUNT:?is the folder to mount the bucket at}"

if ! command -v gcsfuse >/dev/null; then
  echo "mount_bucket.sh: there is no gcsfuse; install it, or leave RESULT_BUCKET empty" >&2
  exit 1
fi
mkdir -p "$RESULT_MOUNT"
set -- --implicit-dirs "$RESULT_BUCKET" "$RESULT_MOUNT"
if [ -n "${GOOGLE_APPLICATION_CREDENTIALS:-}" ]; then
  set -- --key-file "$GOOGLE_APPLICATION_CREDENTIALS" "$@"
fi
exec gcsfuse "$@"

#!/bin/sh
# Before a machine goes away (preemption gives 30 seconds): the service hands its tasks back, then the bucket is unmounted.
# Usage: shutdown.sh PID   of the service, or of the container's first process
#   SHUTDOWN_SECONDS  how long to wait for it, 20 unless said
#   RESULT_MOUNT      a mounted bucket; empty for none
set -eu
pid=${1:?is the pid of the render service}
case $pid in
'' | *[!0-9]*)
  echo "shutdown.sh: \"$pid\" is no pid" >&2
  exit 2
  ;;
esac
seconds=${SHUTDOWN_SECONDS:-20}

code=0
if kill -TERM "$pid" 2>/dev/null; then
  # Tenths of a second; a zombie has ended, though its parent has not looked yet.
  left=$((seconds * 10))
  while kill -0 "$pid" 2>/dev/null && ! grep -qs '^State:.Z' "/proc/$pid/status"; do
    if [ "$left" -le 0 ]; then
      echo "shutdown.sh: the service did not end in $seconds s and is killed; its leases end by themselves" >&2
      kill -KILL "$pid" 2>/dev/null || true
      code=1
      break
    fi
    left=$((left - 1))
    sleep 0.1
  done
else
  echo "shutdown.sh: there is no process $pid" >&2
fi

if [ -n "${RESULT_MOUNT:-}" ] && mountpoint -q "$RESULT_MOUNT" 2>/dev/null; then
  fusermount -u "$RESULT_MOUNT" 2>/dev/null || umount "$RESULT_MOUNT" || code=1
fi
exit $code

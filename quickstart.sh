#!/bin/sh
# Builds RingKV if that was not done yet, then runs: kv quickstart [start|demo|stop|status|clean]
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 1
if ! command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java" >/dev/null 2>&1; then
    echo "quickstart: no Java found; install Java 17 or later, or set JAVA_HOME" >&2
    exit 1
fi
if [ ! -d "$here/lib" ] && [ ! -d "$here/distribution/target/lib" ]; then
    echo "quickstart: building RingKV, once; this takes a minute or two" >&2
    (cd "$here" && ./mvnw -B -ntp -q -DskipTests package) || exit 1
fi
exec "$here/bin/kv" quickstart "$@"

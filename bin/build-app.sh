#!/usr/bin/env bash
# Builds cli/target/app, what ./spillway runs. Called by ./spillway with SPILLWAY_JDK set; safe to run twice at once.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
app=$root/cli/target/app
log=$root/target/build.log

# shellcheck source=bin/staleness.sh
. "$root/bin/staleness.sh"

if ! command -v mvn >/dev/null; then
    echo "spillway: Maven (mvn) is missing, and Spillway must be built once: apt-get install maven" >&2
    exit 3
fi

mkdir -p "$root/target" "$root/cli/target"
exec 9>"$root/target/build.lock"
if ! flock --nonblock 9; then
    echo "another spillway is building; waiting for it" >&2
    flock 9
fi
# The other one may have built just what is needed.
if ! spillway_is_stale "$root"; then
    exit 0
fi

started=$(date +%s)
# Sources saved while the build runs must be newer than the stamp.
printf '%s\n' "$SPILLWAY_JDK" >"$root/target/build.started"

# A subshell, so that a progress line can move while Maven works.
build() {
    # Formatting and dependency rules are for ./verify; here a person waits.
    JAVA_HOME=$SPILLWAY_JDK mvn -B -f "$root/pom.xml" package -pl cli -am \
        -Dmaven.test.skip=true -Dspotless.check.skip=true -Denforcer.skip=true || return
    # One run of the real thing teaches the JVM which classes a start needs; see docs/decisions.
    "$SPILLWAY_JDK/bin/java" -XX:AOTCacheOutput="$app/spillway.aot.new" -XX:+UseSerialGC \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -jar "$app/lib/spillway-cli.jar" warm-up || return
    mv -f "$app/spillway.aot.new" "$app/spillway.aot"
}

build >"$log" 2>&1 </dev/null 9>&- &
builder=$!
trap 'kill "$builder" 2>/dev/null; exit 130' INT TERM
if [ -t 2 ]; then
    while kill -0 "$builder" 2>/dev/null; do
        step=$(grep -oE 'Building Spillway.*\[[0-9]+/[0-9]+\]$' "$log" 2>/dev/null | tail -n 1 | sed 's/^Building Spillway *//; s/  */ /g') || true
        printf '\r\033[Kbuilding spillway: %s s, %s (log: %s)' "$(($(date +%s) - started))" "${step:-starting}" "$log" >&2
        sleep 0.5
    done
    printf '\r\033[K' >&2
else
    echo "building spillway (log: $log)" >&2
fi
if wait "$builder"; then
    mv -f "$root/target/build.started" "$app/stamp"
    [ ! -t 2 ] || echo "built spillway in $(($(date +%s) - started)) s" >&2
else
    echo "spillway: the build failed; the end of $log:" >&2
    { grep -E '^\[(ERROR|WARNING)\]' "$log" || cat "$log"; } | grep -v 'Help 1' | tail -n 20 >&2
    exit 3
fi

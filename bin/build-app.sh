#!/usr/bin/env bash
# Builds cli/target/app, what ./spillway runs. Called by ./spillway with SPILLWAY_JDK set; safe to run twice at once.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
app=$root/cli/target/app
log=$root/target/build.log

# shellcheck source=bin/staleness.sh
. "$root/bin/staleness.sh"

mkdir -p "$root/target"
exec 9>"$root/target/build.lock"
if ! flock --nonblock 9; then
    echo "another spillway is building; waiting for it" >&2
    flock 9
fi

build_jars() {
    # Sources saved while Maven runs must be newer than the stamp.
    touch "$root/target/build.started"
    # Formatting and dependency rules are for ./verify; here a person waits.
    JAVA_HOME=$SPILLWAY_JDK mvn -B -f "$root/pom.xml" package -pl cli -am \
        -Dmaven.test.skip=true -Dspotless.check.skip=true -Denforcer.skip=true || return
    mv -f "$root/target/build.started" "$app/stamp"
}

# One run of the real thing teaches the JVM which classes a start needs (JEP 514).
record_cache() {
    echo "recording the ahead-of-time cache"
    "$SPILLWAY_JDK/bin/java" -XX:AOTCacheOutput="$app/spillway.aot.new" -XX:+UseSerialGC \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
        -jar "$app/lib/spillway-cli.jar" warm-up || return
    mv -f "$app/spillway.aot.new" "$app/spillway.aot" && printf '%s\n' "$SPILLWAY_JDK" >"$app/spillway.aot.jdk"
}

# What is stale is decided under the lock: the other one may have built just what is needed.
jars=no
if spillway_jars_are_stale "$root"; then
    jars=yes
    if ! command -v mvn >/dev/null; then
        echo "spillway: Maven (mvn) is missing, and Spillway must be built once: apt-get install maven" >&2
        exit 3
    fi
elif ! spillway_cache_is_stale "$root"; then
    exit 0
fi

build() {
    if [ $jars = yes ]; then
        build_jars || return
    fi
    if spillway_cache_is_stale "$root"; then
        record_cache
    fi
}

started=$SECONDS
# A process group of its own, so that an interrupt can end Maven and what it started.
set -m
build >"$log" 2>&1 </dev/null 9>&- &
builder=$!
set +m
trap 'kill -- "-$builder" 2>/dev/null; exit 130' INT TERM
if [ -t 2 ]; then
    while kill -0 "$builder" 2>/dev/null; do
        step=$(sed -n 's/^\[INFO\] Building \(Spillway.*\) [^ ]*-SNAPSHOT *\(\[.*\]\)$/\1 \2/p' "$log" | tail -n 1)
        printf '\r\033[Kbuilding spillway: %s s, %s (log: %s)' "$((SECONDS - started))" "${step:-starting}" "$log" >&2
        sleep 0.3
    done
    printf '\r\033[K' >&2
else
    echo "building spillway (log: $log)" >&2
fi
if ! wait "$builder"; then
    echo "spillway: the build failed; the end of $log:" >&2
    { grep -E '^\[(ERROR|WARNING)\]' "$log" || cat "$log"; } | grep -vE 'Help 1|^\[ERROR\] *$|To see the full|Re-run Maven|For more information|After correcting|mvn <args>' | tail -n 20 >&2
    exit 3
fi

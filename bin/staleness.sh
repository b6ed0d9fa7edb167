# shellcheck shell=bash
# Sourced by ./spillway and bin/build-app.sh; both functions take the root folder of the checkout.

# Whether the jars must be built: they are missing, or a source or pom is newer. A folder counts as a source: its time
# changes when a file is removed. Without sources, as in a release, there is nothing to build.
spillway_jars_are_stale() {
    local root=$1 stamp=$1/cli/target/app/stamp
    [ -f "$root/pom.xml" ] || return 1
    [ -f "$stamp" ] || return 0
    [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main "$root"/marketplace/contracts -newer "$stamp" -print -quit)" ]
}

# Whether the ahead-of-time cache must be recorded: it fits only the very jars and the very JDK it was recorded with.
spillway_cache_is_stale() {
    local app=$1/cli/target/app
    [ -f "$app/spillway.aot" ] && [ -f "$app/spillway.aot.jdk" ] || return 0
    [ "$(<"$app/spillway.aot.jdk")" = "$SPILLWAY_JDK" ] || return 0
    [ -n "$(find "$app/lib" -newer "$app/spillway.aot" -print -quit)" ]
}

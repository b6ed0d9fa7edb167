# shellcheck shell=bash
# Sourced by ./spillway and the build it starts.

# Whether cli/target/app under the folder $1 must be built: it is missing, was made for another JDK (its ahead-of-time
# cache would not fit), or a source or pom is newer. A folder counts as a source: its time changes when a file is
# removed. Without sources, as in a release, there is nothing to build.
spillway_is_stale() {
    local root=$1 stamp=$1/cli/target/app/stamp
    [ -f "$root/pom.xml" ] || return 1
    [ -f "$stamp" ] || return 0
    [ "$(<"$stamp")" = "$SPILLWAY_JDK" ] || return 0
    [ -n "$(find "$root"/pom.xml "$root"/*/pom.xml "$root"/*/src/main -newer "$stamp" -print -quit)" ]
}

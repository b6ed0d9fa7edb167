# shellcheck shell=sh
# Sourced by ./spillway and ./verify: sets SPILLWAY_JDK to the home of a JDK 25 or newer.
# POSIX shell, no output but the one message when there is none.

SPILLWAY_JDK_NEEDED=25

# Major version of the JDK at $1, from its release file: 20 ms less than asking java itself.
spillway_jdk_major() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r spillway_line; do
        case $spillway_line in
            JAVA_VERSION=*)
                spillway_line=${spillway_line#JAVA_VERSION=\"}
                spillway_line=${spillway_line%%[!0-9]*}
                [ -n "$spillway_line" ] || return 1
                printf '%s\n' "$spillway_line"
                return 0
                ;;
        esac
    done <"$1/release"
    return 1
}

spillway_try_jdk() {
    spillway_major=$(spillway_jdk_major "$1") || return 1
    [ "$spillway_major" -ge "$SPILLWAY_JDK_NEEDED" ] || return 1
    SPILLWAY_JDK=$1
    export SPILLWAY_JDK
}

spillway_find_jdk() {
    if [ -n "${SPILLWAY_JAVA_HOME:-}" ]; then
        spillway_try_jdk "$SPILLWAY_JAVA_HOME" && return 0
        echo "spillway: SPILLWAY_JAVA_HOME: $SPILLWAY_JAVA_HOME (expected: the home of a JDK $SPILLWAY_JDK_NEEDED or newer)" >&2
        return 3
    fi
    if [ -n "${JAVA_HOME:-}" ] && spillway_try_jdk "$JAVA_HOME"; then
        return 0
    fi
    if spillway_java=$(command -v java); then
        spillway_java=$(readlink -f "$spillway_java" 2>/dev/null || echo "$spillway_java")
        spillway_try_jdk "${spillway_java%/bin/java}" && return 0
    fi
    for spillway_home in /usr/lib/jvm/* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* /opt/*jdk* /opt/java/*; do
        spillway_try_jdk "$spillway_home" && return 0
    done
    cat >&2 <<EOF
spillway: no JDK $SPILLWAY_JDK_NEEDED or newer found. Install one, for example
  Eclipse Temurin $SPILLWAY_JDK_NEEDED from https://adoptium.net, or
  apt-get install openjdk-$SPILLWAY_JDK_NEEDED-jdk-headless (where the distribution has it),
or set SPILLWAY_JAVA_HOME. Looked at JAVA_HOME, java on the PATH, /usr/lib/jvm, ~/.sdkman, /opt.
EOF
    return 3
}

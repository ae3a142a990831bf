# Finding Java, for sh: sourced by picket, verify and the launcher of the zip. Starts no program on the usual path.

PICKET_JAVA_LEAST=21

# Follows symbolic links. Sets RESOLVED.
resolve() {
    RESOLVED=$1
    while [ -L "$RESOLVED" ]; do
        _link=$(readlink "$RESOLVED")
        case $_link in
            /*) RESOLVED=$_link ;;
            *) RESOLVED=$(dirname "$RESOLVED")/$_link ;;
        esac
    done
}

# Reads which Java a home holds. Sets VERSION ("25.0.1", or "" where there is none) and MAJOR (25, or 0).
read_version() {
    VERSION='' MAJOR=0
    [ -x "$1/bin/java" ] || return 0
    if [ -r "$1/release" ]; then
        while IFS= read -r _line || [ -n "$_line" ]; do
            case $_line in
                JAVA_VERSION=*) VERSION=${_line#*\"} VERSION=${VERSION%%\"*} ;;
            esac
        done <"$1/release"
    else
        VERSION=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/\1/p' | head -n 1)
    fi
    MAJOR=${VERSION#1.}
    MAJOR=${MAJOR%%[!0-9]*}
    MAJOR=${MAJOR:-0}
}

# Whether a home is good enough; $2 is "jdk" where a compiler is needed. Sets VERSION and MAJOR.
suits() {
    read_version "$1"
    [ "$MAJOR" -ge "$PICKET_JAVA_LEAST" ] || return 1
    [ "$2" != jdk ] || [ -x "$1/bin/javac" ]
}

# Finds Java: PICKET_JAVA_HOME, else JAVA_HOME if it suits, else the newest there is. $1 is "jdk" or "jre".
# Sets JAVA_FOUND and JAVA_VERSION_FOUND; explains itself and returns 1 where there is none.
find_java() {
    JAVA_FOUND='' JAVA_VERSION_FOUND='' _best=0 _seen=''
    if [ -n "${PICKET_JAVA_HOME:-}" ]; then
        if suits "$PICKET_JAVA_HOME" "$1"; then
            JAVA_FOUND=$PICKET_JAVA_HOME JAVA_VERSION_FOUND=$VERSION
            return 0
        fi
        echo "picket: PICKET_JAVA_HOME=$PICKET_JAVA_HOME is not a Java $PICKET_JAVA_LEAST or newer${VERSION:+ but $VERSION}" >&2
        [ "$1" != jdk ] || echo "picket: to build, a JDK (with bin/javac) is needed" >&2
        return 1
    fi
    if [ -n "${JAVA_HOME:-}" ] && suits "$JAVA_HOME" "$1"; then
        JAVA_FOUND=$JAVA_HOME JAVA_VERSION_FOUND=$VERSION
        return 0
    fi
    _home=${HOME:-/nonexistent}
    _java=$(command -v java || true)
    _on_path=''
    if [ -n "$_java" ]; then
        resolve "$_java"
        _on_path=$(cd "$(dirname "$RESOLVED")/.." && pwd -P)
    fi
    for _candidate in "$_on_path" \
        /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java /opt/java/* /opt/jdk* /opt/*jdk* /opt/*/jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$_home"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${SDKMAN_DIR:-$_home/.sdkman}"/candidates/java/* "$_home"/.jdks/* "$_home"/.asdf/installs/java/* \
        "$_home"/.local/share/mise/installs/java/*; do
        if suits "$_candidate" "$1" && [ "$MAJOR" -gt "$_best" ]; then
            JAVA_FOUND=$_candidate JAVA_VERSION_FOUND=$VERSION _best=$MAJOR
        elif [ "$MAJOR" -gt 0 ]; then
            [ "$MAJOR" -lt "$PICKET_JAVA_LEAST" ] || VERSION="$VERSION (no compiler)"
            case $_seen in *" $VERSION"*) ;; *) _seen="$_seen $VERSION" ;; esac
        fi
    done
    [ -z "$JAVA_FOUND" ] || return 0
    explain_java "$1" "$_seen" >&2
    return 1
}

explain_java() {
    _what=$([ "$1" = jdk ] && echo "a JDK" || echo "Java")
    echo "picket: $_what $PICKET_JAVA_LEAST or newer is needed;${2:+ found only$2.} Install one:"
    cat <<'HINT'
  Debian, Ubuntu   sudo apt-get install openjdk-21-jdk-headless    (not in Debian 12: take temurin-25-jdk from https://adoptium.net)
  Fedora, RHEL     sudo dnf install java-21-openjdk-devel
  macOS            brew install openjdk
  anywhere         curl -s https://get.sdkman.io | bash && sdk install java 25-tem
or name one: PICKET_JAVA_HOME=/path/to/jdk
HINT
}

# Finds Maven. Sets MAVEN; explains itself and returns 1 where there is none.
find_maven() {
    for MAVEN in "$(command -v mvn || true)" "${MAVEN_HOME:-/nonexistent}/bin/mvn" \
        "${SDKMAN_DIR:-${HOME:-/nonexistent}/.sdkman}/candidates/maven/current/bin/mvn" \
        /opt/maven/bin/mvn /opt/apache-maven*/bin/mvn /usr/share/maven/bin/mvn; do
        [ ! -x "$MAVEN" ] || return 0
    done
    cat >&2 <<'HINT'
picket: Maven 3.8.6 or newer is needed to build. Install it:
  Debian, Ubuntu   sudo apt-get install maven
  Fedora, RHEL     sudo dnf install maven
  macOS            brew install maven
  anywhere         sdk install maven
HINT
    return 1
}

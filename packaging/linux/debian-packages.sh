#!/bin/sh
# debian-packages.sh run|test: the system's own packages that the program (or a run of its tests)
# needs. Installed where we are root; otherwise the command that installs them is printed.
# On other systems it says which libraries are missing, and goes on.
set -eu

# The window, as Qt's wheels need it on X11 and on Wayland.
window='libegl1 libgl1 libfontconfig1 libxkbcommon0 libdbus-1-3 libglib2.0-0 libxcb-cursor0
libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0 libwayland-client0
libwayland-cursor0 fonts-dejavu-core'
# The voice. Without it the program coaches with tones and captions.
voice='speech-dispatcher speech-dispatcher-espeak-ng speech-dispatcher-audio-plugins espeak-ng'
# The tests: a screen, a window manager, a bus, a loudspeaker and a reader of the screen of their own.
tools='xvfb openbox xdotool x11-utils dbus libglib2.0-bin pulseaudio pulseaudio-utils at-spi2-core
gir1.2-atspi-2.0 python3-gi python3-dbusmock strace procps zbar-tools'

say() { printf '%s\n' "$*" >&2; }

# ------------------------------------------------------------------- systems other than Debian
other_system() {
    [ "$(uname -s)" = Linux ] || return 0
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0
    lacking=
    for library in libEGL.so.1 libGL.so.1 libfontconfig.so.1 libxkbcommon.so.0 libdbus-1.so.3 \
        libglib-2.0.so.0 libxcb-cursor.so.0 libxcb-icccm.so.4 libxcb-keysyms.so.1 \
        libxcb-shape.so.0 libxcb-xkb.so.1 libxkbcommon-x11.so.0; do
        case $known in *"$library"*) ;; *) lacking="$lacking $library" ;; esac
    done
    [ -z "$lacking" ] || say "The window needs these libraries, which are not here:$lacking"
    command -v espeak-ng >/dev/null || say 'For the voice, install speech-dispatcher and espeak-ng.'
    [ "$1" = test ] || return 0
    for tool in Xvfb openbox xdotool dbus-daemon pulseaudio speech-dispatcher strace; do
        command -v "$tool" >/dev/null || say "The tests need $tool, which is not here."
    done
}

# ---------------------------------------------------------------------------------- Debian, apt
missing() {
    # Debian 13 and Ubuntu 24.04 call some libraries by another name: libglib2.0-0t64.
    for package; do
        case $installed in
        *" $package "* | *" ${package}t64 "*) ;;
        *) printf '%s ' "$package" ;;
        esac
    done
}

known_to_apt() {
    # The name by which apt can install each package; one that it does not know is left out.
    for package; do
        for name in "$package" "${package}t64"; do
            case $(apt-cache policy "$name" 2>/dev/null) in
            *'Candidate: (none)'* | '') ;;
            *) printf '%s ' "$name" && continue 2 ;;
            esac
        done
        say "apt does not know $package; going on without it."
    done
}

venv_package() {
    # Debian keeps the part of Python that makes environments in a package of its own.
    [ ! -x .uv/bin/uv ] || return 0
    if python=$(packaging/find-python.sh); then
        "$python" -c 'import ensurepip' 2>/dev/null ||
            "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
    else
        echo 'python3 python3-venv'
    fi
}

# shellcheck disable=SC2086 # lists of package names are meant to be split
debian() {
    installed=" $(dpkg-query -W -f '${db:Status-Status} ${Package} ' 2>/dev/null |
        sed 's/\(not-installed\|config-files\|half-installed\|unpacked\) [^ ]* //g; s/installed //g') "
    needed=$(venv_package)
    wanted=
    if [ "$1" = test ]; then
        needed="$needed $(missing $window $voice $tools)"
    elif [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        needed="$needed $(missing $window)"
        wanted=$(missing $voice)
    else
        # Without a screen the program coaches in the terminal, and needs no window.
        wanted=$(missing $window $voice)
    fi
    needed=$(echo $needed)
    [ -n "$needed$wanted" ] || return 0

    if [ "$(id -u)" = 0 ]; then
        install_as_root $needed $wanted && return 0
        [ -n "$needed" ] || { say 'Going on without them.'; return 0; }
        say "These packages could not be installed: $needed"
        return 1
    fi
    command="sudo apt-get install --no-install-recommends $(echo $needed $wanted)"
    if [ -n "$needed" ]; then
        say "Some Debian packages are missing. Please run this, then try again:

    $command
"
        return 1
    fi
    say "Without these packages there is no voice, or no window: $command"
}

# shellcheck disable=SC2046 # the same
install_as_root() {
    say "installing Debian packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    mkdir -p build
    logged apt-get --quiet update &&
        logged apt-get --quiet --yes install --no-install-recommends $(known_to_apt "$@")
}

logged() {
    "$@" >build/apt.log 2>&1 </dev/null || {
        tail -n 5 build/apt.log >&2
        return 1
    }
}

cd "$(dirname "$0")/../.."
if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    debian "$1"
else
    other_system "$1"
fi

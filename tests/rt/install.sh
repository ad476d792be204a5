#!/bin/sh
# Puts Request Tracker 5 on this Debian machine, from Debian's packages.
#
#   install.sh           installs what is not there yet (as root, or through sudo)
#   install.sh --check   changes nothing; exit code 0 if all is there, else 1
#
# Nothing is configured and nothing is started: no database, no web server, no mail
# daemon.  server.py makes its instances in directories of their own.
set -eu

# dbconfig-no-thanks answers RT's wish for a system-wide database with "none".
needed="request-tracker5 rt5-db-sqlite rt5-standalone dbconfig-no-thanks"

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Abbrev}' "$1" 2>/dev/null | cut -c 2)" = i ]
}

missing() {
    for package in $needed; do
        is_installed "$package" || printf '%s ' "$package"
    done
}

absent=$(missing)
case "${1:-}" in
    --check)
        [ -z "$absent" ] && exit 0
        echo "Request Tracker is incomplete, missing: $absent" >&2
        exit 1
        ;;
    '') [ -n "$absent" ] || exit 0 ;;
    *)
        sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac

# RT's packages want a program that sends mail.  dma does so without a daemon; a machine
# that has another one keeps it.  Our instances write mail to files and never call it.
[ -x /usr/sbin/sendmail ] || absent="$absent dma"

apt() {
    if [ "$(id -u)" -eq 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get "$@"
    else
        sudo DEBIAN_FRONTEND=noninteractive apt-get "$@"
    fi
}

apt --quiet=2 -o DPkg::Lock::Timeout=300 update
# shellcheck disable=SC2086  # a list of names, one word each
apt --quiet=2 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confold \
    install --yes --no-install-recommends $absent

absent=$(missing)
[ -z "$absent" ] || { echo "still missing: $absent" >&2; exit 1; }

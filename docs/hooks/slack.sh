#!/bin/sh
# Slack: a status and a snooze while a block of focus lasts, another status while one is away on a call.
#   on_focus_start = ["/path/to/slack.sh", "pass", "show", "slack/workboard"]
#   the same for on_focus_end, on_interrupted, on_back; what follows the script prints a user token on its first line
# The token needs the scopes users.profile:write and dnd:write.
set -eu
left=$(sed -n 's/.*"left": \([0-9][0-9]*\).*/\1/p')
token=$("$@" | head -n 1)

call() {  # METHOD NAME=VALUE …: the token goes in by a pipe, because arguments can be seen by everybody here
    method=$1
    shift
    for pair in "$@"; do
        printf 'data-urlencode = "%s"\n' "$(printf '%s' "$pair" | sed 's/[\\"]/\\&/g')"
    done | {
        printf 'header = "Authorization: Bearer %s"\n' "$token"
        cat
    } | curl --silent --show-error --fail --max-time 4 --request POST --config - "https://slack.com/api/$method" |
        grep -q '"ok": *true'
}

status() {  # EMOJI TEXT MINUTES
    ends=0
    if [ "$3" -gt 0 ]; then ends=$(($(date +%s) + $3 * 60)); fi
    call users.profile.set "profile={\"status_emoji\":\"$1\",\"status_text\":\"$2\",\"status_expiration\":$ends}"
}

focus() {
    status ":no_bell:" "In focus" "$left"
    call dnd.setSnooze "num_minutes=$left"
}

free() {
    status "" "" 0
    call dnd.endSnooze || true  # it may be over already
}

case "$WORKBOARD_HOOK" in
    on_focus_start) focus ;;
    on_interrupted) status ":telephone_receiver:" "On a call" 30 ;;
    on_back) if [ "${left:-0}" -gt 0 ]; then focus; else free; fi ;;
    on_focus_end) free ;;
esac

#!/bin/sh
# Microsoft Teams: the presence one prefers, through Microsoft Graph.
#   on_focus_start = ["/path/to/teams.sh", "/home/dana/bin/graph-token"]
#   the same for on_focus_end, on_interrupted, on_back; what follows the script prints an access token on its first
#   line (permission Presence.ReadWrite), for instance: az account get-access-token --resource-type ms-graph
#   --query accessToken --output tsv
set -eu
left=$(sed -n 's/.*"left": \([0-9][0-9]*\).*/\1/p')
token=$("$@" | head -n 1)

call() {  # METHOD JSON: the token goes in by a pipe, because arguments can be seen by everybody here
    printf 'header = "Authorization: Bearer %s"\n' "$token" |
        curl --silent --show-error --fail --max-time 8 --output /dev/null --config - \
            --header "Content-Type: application/json" --data "$2" \
            "https://graph.microsoft.com/v1.0/me/presence/$1"
}

prefer() {  # AVAILABILITY MINUTES
    call setUserPreferredPresence "{\"availability\":\"$1\",\"activity\":\"$1\",\"expirationDuration\":\"PT$2M\"}"
}

free() {
    call clearUserPreferredPresence "{}"
}

case "$WORKBOARD_HOOK" in
    on_focus_start) prefer DoNotDisturb "$left" ;;
    on_interrupted) prefer Busy 30 ;;
    on_back) if [ "${left:-0}" -gt 0 ]; then prefer DoNotDisturb "$left"; else free; fi ;;
    on_focus_end) free ;;
esac

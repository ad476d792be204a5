#!/bin/sh
# The desktop keeps quiet while a block of focus lasts: GNOME, KDE Plasma or macOS, whichever is there.
#   on_focus_start = ["/path/to/do-not-disturb.sh"]      the same for on_focus_end
# macOS has no command for it: make two shortcuts, "Focus on" and "Focus off", each with the action Set Focus.
set -eu
until=$(sed -n 's/.*"until": "\([^"]*\)".*/\1/p')

case "$WORKBOARD_HOOK" in
    on_focus_start) quiet=yes ;;
    on_focus_end) quiet=no ;;
    *) exit 0 ;;
esac

if command -v shortcuts >/dev/null 2>&1; then
    if [ $quiet = yes ]; then shortcuts run "Focus on"; else shortcuts run "Focus off"; fi
elif command -v kwriteconfig6 >/dev/null 2>&1; then
    set -- kwriteconfig6 --notify --file plasmanotifyrc --group DoNotDisturb --key Until
    if [ $quiet = yes ]; then
        "$@" "$(date -d "$until" '+%Y,%-m,%-d,%-H,%-M,%-S')"
    else
        "$@" --delete
    fi
elif command -v gsettings >/dev/null 2>&1; then
    if [ $quiet = yes ]; then banners=false; else banners=true; fi
    gsettings set org.gnome.desktop.notifications show-banners $banners
else
    exit 1  # workboard says that the hook ended with 1
fi

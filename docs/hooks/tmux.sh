#!/bin/sh
# tmux: the window is called after what one does, and @workboard holds it for the status line.
#   on_focus_start = ["/path/to/tmux.sh"]      the same for on_focus_end, on_interrupted, on_back
# In tmux.conf:  set -g status-right '#{@workboard} %H:%M'
set -eu
left=$(sed -n 's/.*"left": \([0-9][0-9]*\).*/\1/p')

case "$WORKBOARD_HOOK" in
    on_focus_start) now="focus ${left:-} min" ;;
    on_interrupted) now="away" ;;
    on_back) now="${left:+focus $left min}" ;;
    on_focus_end) now="" ;;
    *) exit 0 ;;
esac
tmux set-option -gq @workboard "$now"
if [ -n "${TMUX_PANE:-}" ]; then
    if [ -n "$now" ]; then
        tmux rename-window -t "$TMUX_PANE" "$now"
    else
        tmux set-option -w -t "$TMUX_PANE" automatic-rename on
    fi
fi
tmux refresh-client -S 2>/dev/null || true  # nobody may be attached

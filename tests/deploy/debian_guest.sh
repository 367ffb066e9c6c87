#!/usr/bin/env bash
# The package as an operator of Debian meets it, in a system of its own that runs systemd: tools/try-package starts one.
# Installs, reloads, restarts, updates, kills and purges it; prints TAP. Root.
# usage: debian_guest.sh PACKAGE NEWER_PACKAGE TEST_CONFINE
set -u
package=$1 newer=$2 test_confine=$3
site=http://127.0.0.1:8080
country=$site/api/v1/jurisdictions/NZ
data=/srv/lawmap/data
export SYSTEMD_PAGER='' SYSTEMD_COLORS=0 DEBIAN_FRONTEND=noninteractive
count=0

check() { # NAME COMMAND...
    local name=$1 told
    shift
    count=$((count + 1))
    if told=$("$@" 2>&1); then
        echo "ok $count - $name # ${told//$'\n'/ | }"
    else
        echo "not ok $count - $name"
        sed 's/^/# /' <<<"$told"
    fi
}

wait_until() { # COMMAND...
    for _ in $(seq 300); do
        "$@" >/dev/null 2>&1 && return
        sleep 0.3
    done
    return 1
}

property() { systemctl show --property "$1" --value lawmap.service; }
is_property() { [ "$(property "$1")" = "$2" ]; }
log() { journalctl --quiet --output cat _COMM=lawmap; }
log_has() { log | grep -E "$1"; }
get() { curl --silent --show-error --fail --max-time 100 "$@"; }
is_ready() { get "$site/readyz" | grep '"ready"'; }
has_framework() { get "$country" | grep -o "\"framework\":\"$1\"" | uniq; }
edit() { sed -i "s/\"selling\": \"$1\"/\"selling\": \"$2\"/" "$data/jurisdictions/NZ.json"; }

answers() {
    for path in / /tiles/framework/4/13/9.png /api/v1/jurisdictions/NZ /country/NZ /healthz; do
        get --output /dev/null --write-out '%{http_code} %{size_download}\n' "$site$path" || return
    done
}

counts() {
    local metrics
    metrics=$(get "$site/metrics") || return
    for name in 'http_requests_total{route="/tiles' http_request_duration_seconds_bucket snapshot_info \
        snapshot_age_seconds reload_failures_total responses_total tile_store_tiles; do
        grep -F -m 1 "lawmap_$name" <<<"$metrics" || return
    done
}

has_no_powers() { # as lawmap, in every thread
    local all line threads
    all=$(cat "/proc/$(property MainPID)/task/"*/status)
    threads=$(grep -c ^Name: <<<"$all")
    for line in "Uid:.$(id -u lawmap)\b" 'NoNewPrivs:.1$' 'Seccomp:.2$' 'Cap\(Inh\|Prm\|Eff\|Bnd\|Amb\):.0*$'; do
        [ $(($(grep -c "^$line" <<<"$all") % threads)) = 0 ] && grep "^$line" <<<"$all" | sort -u || return
    done
    ! grep '^Cap.*:.*[1-9a-f]' <<<"$all"
}

is_judged_safe() {
    local told
    told=$(systemd-analyze security lawmap.service | tail -1)
    echo "$told"
    awk '{ exit !($(NF - 2) <= 1.5) }' <<<"$told"
}

takes_options() {
    mkdir -p "${data%/*}"
    cp -r /usr/share/lawmap/data "$data"
    echo "LAWMAP_OPTIONS=\"--data $data --log-format json\"" >/etc/default/lawmap
    systemctl restart lawmap.service && has_framework decriminalisation
}

takes_edit() {
    edit decriminalised regulated
    systemctl reload lawmap.service && wait_until log_has '"reloaded:' && has_framework legalisation
}

refuses_fault() {
    edit regulated regulatd
    systemctl reload lawmap.service && wait_until log_has '"not reloaded' &&
        log_has 'jurisdictions/NZ.json:[0-9]+:[0-9]+: error: ' && has_framework legalisation &&
        property StatusText | grep 'with the data of before' || return
    edit regulatd regulated
    systemctl reload lawmap.service && wait_until is_property StatusText "serving $site/"
}

ask_until_told() { # FILE
    while [ -e /run/asking ]; do
        curl --silent --output /dev/null --max-time 100 --write-out 'status %{http_code}, exit %{exitcode}\n' "$country"
    done >"$1"
}

loses_nothing() { # COMMAND...: while clients ask
    touch /run/asking
    for client in 1 2 3; do ask_until_told "/run/answers.$client" & done
    sleep 2
    "$@" >/dev/null && wait_until is_ready
    sleep 2
    rm /run/asking
    wait
    sort /run/answers.* | uniq -c
    ! grep -v 'status 200, exit 0' /run/answers.*
}

starts_after_kill() {
    local before
    before=$(property MainPID)
    systemctl kill --signal KILL --kill-whom main lawmap.service
    wait_until is_property NRestarts 1
    answers && [ "$(property MainPID)" != "$before" ]
}

drains() {
    get --limit-rate 1M --output /run/slow "$site/api/v1/jurisdictions.geojson?level=all&detail=high" &
    sleep 3
    systemctl stop lawmap.service
    wait $! && stat --format '%s bytes' /run/slow && property ExecMainStatus | grep -x 0
}

serves_port_80() {
    local folder=/etc/systemd/system/lawmap.socket.d
    mkdir -p "$folder"
    printf '[Socket]\nListenStream=\nListenStream=80\n' >"$folder/port.conf"
    restart_all
    get http://127.0.0.1/healthz && has_no_powers
    local result=$?
    rm -r "$folder"
    restart_all
    return "$result"
}

restart_all() {
    systemctl daemon-reload
    systemctl stop lawmap.service lawmap.socket
    systemctl start lawmap.socket lawmap.service
}

starts_once_mended() {
    edit regulated regulatd
    systemctl restart --no-block lawmap.service
    wait_until is_property NRestarts 2 && systemctl is-active lawmap.socket || return
    edit regulatd regulated
    wait_until is_ready && answers
}

watches() {
    sed -i 's/--data/--watch --data/' /etc/default/lawmap
    systemctl restart lawmap.service
    edit regulated decriminalised
    wait_until has_framework decriminalisation
}

knows_no_visitor() { ! log_has '/api/v1|/tiles|"[^"]*(127\.0\.0\.1|::1)'; }
is_json() { ! log | grep -v '^{"time":"[0-9TZ:-]*","level":"[a-z]*","message":".*"}$' && log | wc -l; }

leaves_nothing() { # but the account, as Debian has it, and what is the operator's
    dpkg --purge lawmap && ! systemctl is-active lawmap.service lawmap.socket && ! get "$site/" || return
    ! find / -xdev \( -path /srv -o -path /proc -o -path /run -o -path /var/log/journal \) -prune -o -iname '*lawmap*' -print | grep .
}

fc-cache --system-only # the image has whole seconds only, which make fontconfig's caches look stale
ip link set lo up
check 'the kernel has Landlock' grep landlock /sys/kernel/security/lsm
check 'the sandbox denies what it should' eval "$test_confine 2>&1 | grep -E 'PASSED|FAILED|ERROR'; [ \${PIPESTATUS[0]} = 0 ]"
check 'installs' dpkg --install "$package"
check 'answers at once' answers
check 'is ready' is_ready
check 'counts' counts
check 'the account' getent passwd lawmap
check 'has no powers' has_no_powers
check 'is safe, as systemd judges' is_judged_safe
check 'starts with the machine' systemctl is-enabled lawmap.service lawmap.socket
check 'takes options, and data elsewhere' takes_options
check 'reload takes an edit' takes_edit
check 'reload refuses a fault and says where' refuses_fault
check 'a restart loses no request' loses_nothing systemctl restart lawmap.service
check 'an update loses no request' loses_nothing dpkg --install "$newer"
check 'the update has come, the options have stayed' eval 'dpkg-query --show lawmap; grep srv /etc/default/lawmap'
check 'is started again after SIGKILL' starts_after_kill
check 'an answer on its way arrives whole' drains
check 'port 80' serves_port_80
check 'starts once faulty data are mended' starts_once_mended
check 'watches' watches
check 'the log knows no visitor' knows_no_visitor
check 'the log is JSON' is_json
check 'purged, leaves nothing' leaves_nothing
echo "1..$count"

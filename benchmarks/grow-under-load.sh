#!/usr/bin/env bash
# A fourth node joins three under an even load of puts: three nodes hold the keys, the load runs, warms up, and goes on
# while the node joins and gets its share, and for half a minute after. Prints the puts' latencies before, meanwhile and after,
# the longest hold of a slot, what moved, and how much memory each server had at most.
# Usage: benchmarks/grow-under-load.sh [puts a second, or "peak"] [keys] [warm-up seconds] [bytes a second at most]; needs a built checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
rate=${1:-5000} keys=${2:-200000} warm=${3:-60} throttle=${4:-} base_port=${BASE_PORT:-5780}
work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    [ -n "${KEEP:-}" ] && echo "kept: $work" || rm -rf "$work"
}
trap finish EXIT
server="127.0.0.1:$base_port"
bin/kv coordinator --port "$base_port" --data-dir "$work/c" --manual-moves >"$work/c.log" 2>&1 &
pids+=($!)
ask_port() {
    exec 9<>"/dev/tcp/127.0.0.1/$1"
    echo "${*:2}" >&9
    echo QUIT >&9
    cat <&9
    exec 9>&-
}
ask() { ask_port "$base_port" "$@"; }
copied() {
    local sum=0
    for i in 1 2 3 4; do
        sum=$((sum + $(ask_port $((base_port + i)) STATS | sed -n 's/^[*] copy-bytes-sent \([0-9]*\).*/\1/p')))
    done
    echo "$sum"
}
node() {
    KV_JAVA_OPTS="${NODE_OPTS:-}" bin/kv node --id "$1" --port $((base_port + ${1#n})) --data-dir "$work/$1" \
        --coordinator "$server" >"$work/$1.log" 2>&1 &
    pids+=($!)
}
for id in n1 n2 n3; do node "$id"; done
all_run() {
    for pid in "${pids[@]}"; do kill -0 "$pid" 2>/dev/null || { echo "a server ended:" >&2; tail -n 5 "$work"/*.log >&2; exit 1; }; done
}
until bin/kv status --server "$server" >/dev/null 2>&1; do all_run; sleep 0.3; done
# Takes the place of its shell, so that what runs behind has the process id that is remembered.
load() {
    exec java -XX:+UseSerialGC -cp "distribution/target/lib/*:benchmarks/target/classes" \
        io.ringkv.benchmarks.SteadyLoad "$server" "$@"
}
(load 0 0 "$keys")
# The peak of an even load: the highest rate, in steps, that three nodes keep up with, the p99 of most seconds below 100 ms.
if [ "$rate" = peak ]; then
    (load -1 20 "$keys") >/dev/null
    for ((rate = 4000; rate <= 200000; rate += 2000)); do
        (load "$rate" 12 "$keys") | awk '
            /^second=/ { if (n++ >= 4) { match($0, "p99=[0-9.]+"); late += substr($0, RSTART + 4, RLENGTH - 4) + 0 >= 100 } }
            END { exit late * 2 > n - 4 }' || break
        echo "$rate puts a second: it keeps up"
    done
    echo "peak of an even load, puts a second: $((rate - 2000))"
    exit
fi
node n4
until ask LIST_NODES | grep -q '^[*] NODE n4 .*state=UP'; do all_run; sleep 0.2; done
load "$rate" $((warm + 20 + 600)) "$keys" >"$work/load" 2>&1 &
loader=$!
pids+=("$loader")
sleep $((warm + 20))
copied_before=$(copied)
began=$(date +%s) began_ms=$(date +%s%3N)
# shellcheck disable=SC2086
started=$(ask REBALANCE ${throttle:+--throttle=$throttle} START)
[ "${started:0:2}" = OK ] || { echo "the move did not start: $started" >&2; exit 1; }
until ask REBALANCE STATUS | grep -q '^OK.* slots=0 '; do all_run; sleep 1; done
ended=$(date +%s) ended_ms=$(date +%s%3N)
sleep 32
kill "$loader" 2>/dev/null || true
awk -v from="$began" -v to="$ended" -v warm="$warm" '
    function value(name) { match($0, name "=[0-9.]+"); return substr($0, RSTART + length(name) + 1, RLENGTH - length(name) - 1) + 0 }
    /^second=/ {
        if (value("at") < from) { if (value("second") >= warm) { n++; p[n] = value("p99"); m[n] = value("p50"); if (value("max") > bmax) bmax = value("max") } }
        else if (value("at") <= to) { k++; q[k] = value("p99"); h[k] = value("p50"); if (value("max") > dmax) dmax = value("max"); done += value("done") }
        else { a++; r[a] = value("p99"); g[a] = value("p50"); if (value("max") > amax) amax = value("max") }
        failed = value("failed")
    }
    function median(a, c,   i, j, t) { for (i = 2; i <= c; i++) { t = a[i]; for (j = i - 1; j > 0 && a[j] > t; j--) a[j + 1] = a[j]; a[j + 1] = t } return a[int((c + 1) / 2)] }
    END {
        printf "before: p50 %.2f ms, p99 %.2f ms (medians of %d seconds), longest %.1f ms\n", median(m, n), median(p, n), n, bmax
        printf "meanwhile: p50 %.2f ms, p99 %.2f ms (medians of %d seconds; worst second %.1f ms), longest %.1f ms, %.0f puts a second\n", median(h, k), median(q, k), k, q[k], dmax, done / k
        printf "afterwards, with four nodes: p50 %.2f ms, p99 %.2f ms (medians of %d seconds), longest %.1f ms\n", median(g, a), median(r, a), a, amax
        printf "ratio of the p99: %.1f; failed puts: %d\n", median(q, k) / median(p, n), failed
    }' "$work/load"
for i in 1 2 3 4; do ask_port $((base_port + i)) STATS; done | awk '
    $2 == "slot-holds" { n += $3 }
    $2 == "slot-hold-max-us" && $3 > most { most = $3 }
    END { printf "a slot was held %d times while somebody waited, at most for %.1f ms\n", n, most / 1000 }'
names=(coordinator n1 n2 n3 n4)
for i in "${!names[@]}"; do
    awk -v name="${names[$i]}" '/^VmHWM/ { printf "%s resident at most %d MB; ", name, $2 / 1024 }' "/proc/${pids[$i]}/status"
done
echo
echo "the move took $(((ended_ms - began_ms) / 1000)).$(((ended_ms - began_ms) % 1000 / 100)) s, for $((($(copied) - copied_before) / 1000000)) MB of copies"
ask REBALANCE STATUS

#!/usr/bin/env bash
# How long three coordinators are without a leader: the one that leads is killed with kill -9 while three nodes are there,
# again and again, each time once all are back. A leader counts once a coordinator that lives says that it leads itself.
# Usage: benchmarks/lose-the-leader.sh [kills]; needs a built checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
kills=${1:-20} base_port=${BASE_PORT:-5820}
work=$(mktemp -d)
declare -A pids
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap finish EXIT
port_of() { echo $((base_port + 2 * ${1#c})); }
peers=""
for id in c1 c2 c3; do peers="$peers,$id=127.0.0.1:$(port_of $id)"; done
coordinator() {
    bin/kv coordinator --id "$1" --port "$(port_of "$1")" --peers "${peers#,}" --data-dir "$work/$1" \
        >>"$work/$1.log" 2>&1 &
    pids[$1]=$!
}
for id in c1 c2 c3; do coordinator $id; done
for id in n1 n2 n3; do
    bin/kv node --id $id --port $((base_port + 10 + ${id#n})) --data-dir "$work/$id" \
        --coordinator "127.0.0.1:$(port_of c1)" >"$work/$id.log" 2>&1 &
    pids[$id]=$!
done
leads() {
    { exec 9<>"/dev/tcp/127.0.0.1/$(port_of "$1")"; } 2>/dev/null || return 1
    printf 'INFO\nQUIT\n' >&9 2>/dev/null || true
    local said
    said=$(timeout 1 cat <&9 || true)
    exec 9>&-
    [[ $said == *" leader=$1"[[:space:]]* ]]
}
find_leader() {
    while :; do
        for leader in c1 c2 c3; do
            ! leads $leader || return 0
        done
        sleep 0.01
    done
}
all_healthy() { until timeout 10 bin/kv status --server "127.0.0.1:$(port_of "$leader")" >/dev/null 2>&1; do sleep 0.3; done; }
find_leader
for ((i = 1; i <= kills; i++)); do
    all_healthy
    find_leader
    killed=$leader
    kill -9 "${pids[$killed]}"
    began=$(date +%s%N)
    wait "${pids[$killed]}" 2>/dev/null || true
    find_leader
    gap=$((($(date +%s%N) - began) / 1000000))
    echo "kill -9 of $killed: $leader leads after $gap ms"
    echo "$gap" >>"$work/gaps"
    coordinator "$killed"
    sleep 3
done
sort -n "$work/gaps" | awk '{v[NR] = $1} END {print "of " NR " kills: median " v[int((NR + 1) / 2)] " ms, longest " v[NR] " ms"}'

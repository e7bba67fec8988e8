#!/usr/bin/env bash
# Where the CPU of an operation goes: a cluster of three nodes under load, each with the JDK's flight recorder on.
# Prints the CPU of each kind of thread, and the loops' samples split into store, core and transport.
# Usage: benchmarks/cpu-split.sh [put|get] [pipeline] [seconds]; needs a built checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
operation=${1:-put} pipeline=${2:-16} seconds=${3:-15} base_port=${BASE_PORT:-5750}
work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap finish EXIT

bin/kv coordinator --port "$base_port" --data-dir "$work/c" --form-after 60s >"$work/c.log" 2>&1 &
pids+=($!)
for i in 1 2 3; do
    KV_JAVA_OPTS="-XX:StartFlightRecording:settings=profile,filename=$work/n$i.jfr,dumponexit=true" \
        bin/kv node --id "n$i" --port $((base_port + i)) --data-dir "$work/n$i" \
        --coordinator "127.0.0.1:$base_port" >"$work/n$i.log" 2>&1 &
    pids+=($!)
done
nodes=("${pids[@]:1}")
until bin/kv status --server "127.0.0.1:$base_port" >/dev/null 2>&1; do sleep 0.3; done

load() {
    java -XX:+UseSerialGC -cp "distribution/target/lib/*:benchmarks/target/classes" \
        io.ringkv.benchmarks.LoadCommand ringkv "$operation" "127.0.0.1:$((base_port + 1))" "$pipeline" "$1" \
        "$(IFS=,; echo "${nodes[*]}")"
}
# Ticks of each kind of thread, all nodes together.
ticks() {
    for pid in "${nodes[@]}"; do cat /proc/"$pid"/task/*/stat; done 2>/dev/null |
        sed 's/^[0-9]* (\(.*\)) . /\1|/' | awk -F'|' '{
            name = $1; sub(/[-_ #0-9:].*/, "", name); split($2, f, " "); sum[name] += f[11] + f[12]
        } END {for (n in sum) print n, sum[n]}' | sort
}
load 5 >/dev/null
ticks >"$work/before"
load "$seconds"
ticks >"$work/after"
echo "CPU by thread, seconds:"
join "$work/before" "$work/after" | awk '{s = ($3 - $2) / 100; if (s > 0.05) printf "  %-14s %6.2f\n", $1, s}' | sort -k2 -rn
for pid in "${nodes[@]}"; do kill "$pid"; done
wait "${nodes[@]}" || true
java -cp benchmarks/target/classes io.ringkv.benchmarks.CpuSplit "$work"/n?.jfr

#!/usr/bin/env bash
# RingKV beside Redis in one run: three nodes against one primary with two replicas (appendfsync everysec), 100,000 keys
# of 100 bytes, 50 connections, the same generator for both, in interleaved pairs. Prints medians and ratios.
# Usage: benchmarks/compare-with-redis.sh [pairs] [seconds a run]; needs redis-server and a built checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
pairs=${1:-5} seconds=${2:-5}
redis_port=${REDIS_PORT:-6390} base_port=${BASE_PORT:-5700}
work=$(mktemp -d)
redis_pids=""
finish() {
    bin/kv quickstart stop --dir "$work/ringkv" >/dev/null 2>&1 || true
    for pid in $redis_pids; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

for i in 0 1 2; do
    mkdir -p "$work/redis$i"
    replica=""
    [ "$i" = 0 ] || replica="--replicaof 127.0.0.1 $redis_port"
    # shellcheck disable=SC2086
    redis-server --port $((redis_port + i)) --bind 127.0.0.1 --dir "$work/redis$i" --appendonly yes \
        --appendfsync everysec --save '' --daemonize no $replica >"$work/redis$i/log" 2>&1 &
    redis_pids="$redis_pids $!"
done
bin/kv quickstart start --dir "$work/ringkv" --base-port "$base_port" >/dev/null
ringkv_pids=$(pgrep -f "$work/ringkv" | paste -sd, -)
redis_list=$(echo $redis_pids | tr ' ' ',')
port=$(bin/kv nodes --server "127.0.0.1:$base_port" --output raw | awk '/n1/ {print $2}' | sed 's/.*://')

load() { java -XX:+UseSerialGC -cp "distribution/target/lib/*:benchmarks/target/classes" io.ringkv.benchmarks.LoadCommand "$@"; }
load ringkv put "127.0.0.1:$port" 16 3 "$ringkv_pids" >/dev/null
load redis put-batch "127.0.0.1:$redis_port" 16 3 "$redis_list" >/dev/null

median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }
field() { grep "^$1 " "$work/runs" | sed "s|.*$2=\([0-9.]*\).*|\1|" | median; }
printf '%-34s %12s %12s %7s %12s %12s\n' operation ringkv/s redis/s ratio ringkv-cpu redis-cpu
for row in ${ROWS:-put,put,1 put,put,16 put,put-batch,16 get,get,1 get,get,16}; do
    set -- ${row//,/ }
    : >"$work/runs"
    for _ in $(seq "$pairs"); do
        load ringkv "$1" "127.0.0.1:$port" "$3" "$seconds" "$ringkv_pids" >>"$work/runs"
        load redis "$2" "127.0.0.1:$redis_port" "$3" "$seconds" "$redis_list" >>"$work/runs"
    done
    a=$(field ringkv ops/s) b=$(field redis ops/s)
    printf '%-34s %12s %12s %7s %12s %12s\n' "$1 / $2, pipeline $3" "$a" "$b" \
        "$(awk "BEGIN {printf \"%.2f\", $a / $b}")" "$(field ringkv cpu)" "$(field redis cpu)"
    [ -z "${VERBOSE:-}" ] || cat "$work/runs"
done

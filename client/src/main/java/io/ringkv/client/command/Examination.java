package io.ringkv.client.command;

import io.ringkv.client.Health;
import io.ringkv.client.KvException;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Member;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/** What {@code kv doctor} looks at: each server by itself, then all of them beside each other, then the whole. */
final class Examination {
    /** Far above what asking takes on any network that a cluster runs on. */
    private static final long SKEW_MILLIS_MAX = 500;

    /** A server takes 10,000 connections, and its store opens files as well. */
    private static final long FILES_MIN = 16_384;

    /** A server that is well answers in a few ms; of many that do not each takes this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String COORDINATOR_FIX =
            "start the coordinator; until then nobody joins and no primary is replaced";

    private static final String SILENT_FIX =
            "it takes connections, so it is there: see its log, whether it is paused (kill -CONT),"
                    + " and whether its disk hangs";

    private final Cluster cluster;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, ProcessFacts> answered = new LinkedHashMap<>();
    private final Map<String, String> valueBytesMax = new LinkedHashMap<>();
    private long skewMillisMost;
    private long filesLeast = Long.MAX_VALUE;

    Examination(Cluster cluster) {
        this.cluster = cluster;
    }

    List<Finding> findings() {
        return findings;
    }

    int checked() {
        return findings.size();
    }

    int wrong() {
        return (int) findings.stream()
                .filter(finding -> finding.level() == Finding.Level.WRONG)
                .count();
    }

    /** @param othersKnown whether there is somebody to ask when none of these answers */
    void run(List<HostAndPort> servers, boolean othersKnown) {
        for (HostAndPort server : servers) {
            ask(server(server), server, "start it, or name another with --server");
        }
        if (!answered.isEmpty() || othersKnown) {
            members(servers);
            compare();
            health();
        }
    }

    private static String server(HostAndPort address) {
        return "server " + address;
    }

    /** Those who answered, beside each other. */
    void compare() {
        same("version", ProcessFacts::version, "upgrade the others; mixed only while upgrading");
        same("Java", ProcessFacts::jvm, "run all servers with the same Java");
        if (!valueBytesMax.isEmpty()) {
            same(
                    "--max-value-bytes",
                    valueBytesMax,
                    "restart with the same on every node: what one takes, the others refuse");
        }
        if (skewMillisMost <= SKEW_MILLIS_MAX) {
            findings.add(Finding.fine(
                    "clocks", "all differ from the one here by at most " + skewMillisMost + " ms"));
        }
        if (filesLeast >= FILES_MIN && filesLeast < Long.MAX_VALUE) {
            findings.add(Finding.fine(
                    "limits", "each server may open " + filesLeast + " files and sockets or more"));
        }
    }

    private void members(List<HostAndPort> servers) {
        List<Member> members;
        try {
            members = cluster.view().members();
        } catch (KvException e) {
            findings.add(
                    Finding.wrong("view", String.valueOf(e.getMessage()), "see the servers' logs"));
            return;
        }
        for (Member member : members) {
            HostAndPort advertised = new HostAndPort(member.host(), member.port());
            String node = "node " + member.id() + " at " + advertised;
            String about = servers.contains(advertised) ? server(advertised) : node;
            if (!servers.contains(advertised)) {
                ask(
                        node,
                        advertised,
                        "start it; if it runs, this machine cannot get to the address that it"
                                + " advertises: restart it with --advertise HOST:PORT");
            }
            // Whoever does not answer is a finding already.
            if (answered.containsKey(about)) {
                store(node, advertised);
            }
        }
    }

    private void ask(String about, HostAndPort address, String fix) {
        long before = System.currentTimeMillis();
        ProcessFacts facts;
        try {
            Request question = Request.builder(Verb.INFO).argument("process").build();
            facts = ProcessFacts.of(Cluster.good(cluster.ask(question, address, PATIENCE)));
        } catch (KvException e) {
            String next = Presence.takesConnections(address) ? SILENT_FIX : fix;
            findings.add(Finding.wrong(about, String.valueOf(e.getMessage()), next));
            return;
        }
        judge(about, facts, before, System.currentTimeMillis());
    }

    private void store(String about, HostAndPort address) {
        try {
            Request hello = Request.builder(Verb.HELLO).argument("1").build();
            limits(about, Cluster.good(cluster.ask(hello, address, PATIENCE)));
            Reply stats = Cluster.good(cluster.ask(Request.of(Verb.STATS), address, PATIENCE));
            Finding found = SyncExamination.of(about, stats);
            if (found != null) {
                findings.add(found);
            }
        } catch (KvException e) {
            findings.add(Finding.wrong(about, String.valueOf(e.getMessage()), "see its log"));
        }
    }

    /** What a node takes, as it greets; one of another version may not say it. */
    void limits(String about, Reply hello) {
        String bytes = hello.field("value");
        if (bytes != null) {
            valueBytesMax.put(about, bytes);
        }
    }

    /** One that answered between these two moments of the clock here. */
    void judge(String about, ProcessFacts facts, long before, long after) {
        answered.put(about, facts);
        findings.add(Finding.fine(about, "answers; " + facts.summary()));
        clock(about, facts, before, after);
        if (facts.filesMax() >= 0) {
            filesLeast = Math.min(filesLeast, facts.filesMax());
        }
        if (facts.filesMax() >= 0 && facts.filesMax() < FILES_MIN) {
            findings.add(Finding.wrong(
                    about,
                    "it may open " + facts.filesMax() + " files and sockets",
                    "start it with a higher limit: ulimit -n " + FILES_MIN));
        }
    }

    /** What the clocks differ by for certain: the answer was written at some moment between asking and hearing. */
    private void clock(String about, ProcessFacts facts, long before, long after) {
        long skew = Math.max(Math.max(before - facts.clock(), facts.clock() - after), 0);
        if (facts.clock() > 0) {
            skewMillisMost = Math.max(skewMillisMost, skew);
        }
        if (facts.clock() > 0 && skew > SKEW_MILLIS_MAX) {
            findings.add(Finding.wrong(
                    about,
                    "its clock differs from the one here by " + skew + " ms",
                    "synchronise both clocks (NTP); writes are not ordered by them, but logs are"));
        }
    }

    private void same(String what, Function<ProcessFacts, String> fact, String fix) {
        Map<String, String> values = new LinkedHashMap<>();
        answered.forEach((about, facts) -> values.put(about, fact.apply(facts)));
        same(what, values, fix);
    }

    private void same(String what, Map<String, String> values, String fix) {
        Map<String, List<String>> byValue = new TreeMap<>();
        values.forEach((about, value) ->
                byValue.computeIfAbsent(value, first -> new ArrayList<>()).add(about));
        if (byValue.size() == 1) {
            findings.add(Finding.fine(what, byValue.keySet().iterator().next()));
        } else {
            findings.add(Finding.wrong(what, "differs: " + byValue, fix));
        }
    }

    /** A command that one of the reasons names stands for all: without it nothing mends itself. */
    private static String fix(Reply status, Item about) {
        String text = about.line().text();
        if (text.startsWith("no coordinator answers") || text.startsWith("not registered yet")) {
            return COORDINATOR_FIX;
        }
        return status.items().stream()
                .map(reason -> reason.field("next"))
                .filter(Objects::nonNull)
                .findFirst()
                .map(next -> "kv " + next + ", once everything is back that can be brought back")
                .orElse("bring the nodes back that do not answer; the cluster mends itself then");
    }

    private void health() {
        Reply status;
        try {
            ClusterWord word = ClusterWord.ask(cluster);
            status = word.status();
            if (!word.lacks().isEmpty()) {
                findings.add(Finding.wrong("coordinator", word.lacks(), COORDINATOR_FIX));
            }
        } catch (KvException e) {
            findings.add(Finding.wrong("health", String.valueOf(e.getMessage()), "kv status"));
            return;
        }
        Health health = Health.of(status);
        if (health == Health.HEALTHY) {
            findings.add(Finding.fine("health", health.name()));
        }
        for (Item reason : status.items()) {
            @Nullable String node = reason.field("node");
            if (reason.word(0).equals("NOTE")) {
                String about = reason.field("epoch") == null ? "copies" : "loss";
                findings.add(Finding.note(about, reason.line().text()));
                continue;
            }
            findings.add(Finding.wrong(
                    node == null ? "health" : "node " + node,
                    health + ": " + reason.line().text(),
                    fix(status, reason)));
        }
    }
}

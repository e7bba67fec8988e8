package io.ringkv.client.command;

import io.ringkv.client.quickstart.LocalStatus;

import java.io.PrintStream;
import java.util.List;

/** Writes the status of the cluster on this machine: a list for people, a {@link Report} for programs. */
final class LocalStatusWriter {
    private final PrintStream out;

    LocalStatusWriter(PrintStream out) {
        this.out = out;
    }

    void write(LocalStatus status, OutputFormat format) {
        if (format == OutputFormat.table) {
            list(status);
        } else {
            new ReportWriter(out).write(report(status), format);
        }
    }

    private void list(LocalStatus status) {
        out.print(status.health() + "\n");
        status.reasons().forEach(reason -> out.print("  " + reason + "\n"));
        for (LocalStatus.Server server : status.servers()) {
            String state = server.runs() ? "runs, process " + server.process() : "is stopped";
            out.print("  " + server.name() + " " + server.address() + " " + state + "\n");
        }
        out.flush();
    }

    private static Report report(LocalStatus status) {
        String health = status.health().name();
        Report report =
                new Report("servers", List.of("health", "server", "address", "state", "process"));
        report.fact("health", health).fact("reasons", status.reasons());
        for (LocalStatus.Server server : status.servers()) {
            Object process = server.runs() ? (Object) server.process() : "-";
            String state = server.runs() ? "RUNNING" : "STOPPED";
            report.row(health, server.name(), server.address(), state, process);
        }
        return report;
    }
}

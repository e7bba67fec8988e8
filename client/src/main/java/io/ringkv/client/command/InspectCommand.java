package io.ringkv.client.command;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

import java.util.Objects;
import java.util.concurrent.Callable;

/** A command that looks at the cluster and writes a {@link Report}. */
@Command(mixinStandardHelpOptions = true)
abstract class InspectCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Kv kv;

    final Kv kv() {
        return Objects.requireNonNull(kv);
    }

    final void write(Report report) {
        new ReportWriter(kv().streams().out()).write(report, format());
    }

    final OutputFormat format() {
        return kv().output(OutputFormat.table);
    }

    final void warn(String text) {
        kv().say(text);
    }

    /** Looks, writes, and says what to exit with. */
    abstract int inspect(Cluster cluster);

    @Override
    public Integer call() {
        try (Cluster cluster = kv().connect()) {
            return inspect(cluster);
        }
    }
}

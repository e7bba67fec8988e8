package io.ringkv.client.command;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;

/** A command about one key: asks once, writes the receipt, and exits by what the reply says. */
@Command(mixinStandardHelpOptions = true)
abstract class DataCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Kv kv;

    @Mixin
    private KeyOptions keyOptions = new KeyOptions();

    final Kv kv() {
        return Objects.requireNonNull(kv);
    }

    final KeyOptions keyOptions() {
        return keyOptions;
    }

    /** The request that the arguments ask for. */
    abstract Request request();

    /** What to write without {@code --output}. */
    OutputFormat format() {
        return OutputFormat.table;
    }

    @Override
    public Integer call() {
        Request request = request();
        ToIntFunction<Request> shared = kv().setting().shared();
        if (shared != null) {
            return shared.applyAsInt(request);
        }
        try (Cluster cluster = kv().connect()) {
            Reply reply = ask(cluster, request);
            OutputFormat format = kv().output(format());
            if (ExitCode.of(reply) == ExitCode.NOT_FOUND && !format.forPrograms()) {
                throw new CommandException(ExitCode.NOT_FOUND, why(reply));
            }
            write(request, reply, format);
            return ExitCode.of(reply);
        }
    }

    private Reply ask(Cluster cluster, Request request) {
        boolean write = request.verb().supports(Option.REQUEST_ID);
        String said = "interrupted" + (write ? "; whether it was applied is not known" : "");
        try (Interruption interruption = new Interruption(() -> kv().say(said))) {
            Objects.requireNonNull(interruption);
            return Cluster.good(cluster.ask(request));
        }
    }

    private void write(Request request, Reply reply, OutputFormat format) {
        Streams streams = kv().streams();
        ReplyWriter writer = new ReplyWriter(streams.out(), kv().setting().screen());
        byte[] value = reply.block();
        boolean asked = kv().output(OutputFormat.table) == kv().output(OutputFormat.raw);
        if (value == null || asked) {
            writer.write(request, reply, format);
            return;
        }
        // Nobody asked for a format.
        writer.value(value);
        boolean open = value.length == 0 || value[value.length - 1] != '\n';
        // The prompt is no part of it.
        boolean person = kv().setting().person().there() && kv().setting().screen();
        streams.out().print(person && open ? "\n" : "");
        streams.out().flush();
    }

    private String why(Reply reply) {
        String version = reply.field("v");
        return reply.status() == Status.NOT_FOUND
                ? "there is no " + keyOptions.key()
                : "the condition does not hold: " + keyOptions.key() + " is "
                        + (version == null ? "absent" : "at version " + version);
    }
}

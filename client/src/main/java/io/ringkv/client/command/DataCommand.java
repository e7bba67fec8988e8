package io.ringkv.client.command;

import io.ringkv.protocol.Fields;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** A command about one key: asks once, writes the receipt, and exits by what the reply says. */
@Command(mixinStandardHelpOptions = true)
abstract class DataCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable Kv kv;

    @Mixin
    private KeyOptions keyOptions = new KeyOptions();

    @Option(
            names = "--output",
            paramLabel = "table|json|raw",
            description =
                    "table: as the protocol writes it; json: one object; raw: the value alone.")
    private @Nullable OutputFormat output;

    final Kv kv() {
        return java.util.Objects.requireNonNull(kv);
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
        try (Cluster cluster = kv().connect()) {
            Reply reply = Cluster.good(cluster.ask(request));
            OutputFormat format = output == null ? format() : output;
            if (ExitCode.of(reply) == ExitCode.NOT_FOUND && format != OutputFormat.json) {
                throw new CommandException(ExitCode.NOT_FOUND, why(reply));
            }
            write(reply, format);
            return ExitCode.of(reply);
        }
    }

    private String why(Reply reply) {
        String version = reply.field("v");
        return reply.status() == Status.NOT_FOUND
                ? "there is no " + keyOptions.key()
                : "the condition does not hold: " + keyOptions.key() + " is "
                        + (version == null ? "absent" : "at version " + version);
    }

    private void write(Reply reply, OutputFormat format) {
        byte[] value = reply.block();
        if (format == OutputFormat.json || format == OutputFormat.jsonl) {
            kv().streams().out().print(Json.write(document(reply, value)) + "\n");
        } else if (value != null) {
            kv().streams().out().write(value, 0, value.length);
            kv().streams().out().print(format == OutputFormat.table ? "\n" : "");
        } else {
            kv().streams().out().print(reply + "\n");
        }
        kv().streams().out().flush();
    }

    private Map<String, Object> document(Reply reply, byte @Nullable [] value) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("key", keyOptions.key());
        document.put("status", reply.line().words().get(0));
        if (value != null) {
            document.put("value", Json.bytes(value));
        }
        Fields fields = reply.fields();
        for (int i = 0; i < fields.size(); i++) {
            document.put(fields.name(i), fields.value(i));
        }
        return document;
    }
}

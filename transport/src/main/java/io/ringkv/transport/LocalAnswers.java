package io.ringkv.transport;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.VerbHelp;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Requests that every process answers alike, from the verb table and what the edge saw, without asking its actor. */
final class LocalAnswers {
    private final SlowLog slowLog;
    private final Latencies latencies;

    LocalAnswers(SlowLog slowLog, Latencies latencies) {
        this.slowLog = slowLog;
        this.latencies = latencies;
    }

    /**
     * Null for what the actor answers.
     *
     * @param trusted whether whoever asks may change what this process does
     */
    @Nullable
    Reply to(Request request, boolean trusted) {
        return switch (request.verb()) {
            case HELP -> help(request);
            case INFO -> info(request);
            case QUIT -> Reply.ok();
            case SLOWLOG -> slowLog(request);
            case LOG_LEVEL -> LogLevels.set(request, trusted);
            case AUTH ->
                Reply.error(
                        ErrorCode.UNSUPPORTED,
                        "AUTH is not in this build: clients need no secret, nodes prove theirs with HELLO."
                                + " Go on without it");
            default -> request.verb().supported() ? null : later(request.verb());
        };
    }

    private Reply slowLog(Request request) {
        if (request.arguments().isEmpty()) {
            return slowLog.reply(SlowLog.REQUESTS_MAX);
        }
        String count = request.argument(0);
        return count.matches("[0-9]{1,9}")
                ? slowLog.reply(Long.parseLong(count))
                : Reply.error(
                        ErrorCode.BAD_ARGUMENT,
                        "SLOWLOG takes how many requests to list, a whole number");
    }

    private @Nullable Reply info(Request info) {
        String section =
                info.arguments().isEmpty() ? "" : info.argument(0).toLowerCase(Locale.ROOT);
        return switch (section) {
            case ProcessInfo.SECTION -> ProcessInfo.reply();
            case Latencies.SECTION -> latencies.reply(System.nanoTime());
            default -> null;
        };
    }

    private static Reply later(Verb verb) {
        return Reply.error(
                ErrorCode.UNSUPPORTED,
                verb
                        + " is of a later version; this build does not have it. HELP lists what it has");
    }

    private static Reply help(Request request) {
        if (request.arguments().isEmpty()) {
            return list();
        }
        String name = request.argument(0);
        Verb verb = Verb.named(name);
        if (verb == null) {
            Verb meant = Verb.nearest(name);
            return Reply.error(
                    ErrorCode.UNKNOWN_COMMAND,
                    "there is no such command"
                            + (meant == null ? "; HELP lists them all" : "; HELP " + meant + "?"));
        }
        VerbHelp help = verb.help();
        List<Item> items = new ArrayList<>();
        items.add(Item.of("SYNTAX").withText(help.syntax()));
        items.add(Item.of("DOES").withText(help.summary()));
        items.add(Item.of("EXAMPLE").withText(help.example()));
        help.reply().lines().forEach(line -> items.add(Item.of("REPLY").withText(line)));
        return Reply.ok().withItems(items);
    }

    private static Reply list() {
        List<Item> items = new ArrayList<>();
        for (Verb verb : Verb.values()) {
            if (verb.supported() && verb.role() != Verb.Role.NODE) {
                items.add(Item.of(verb.name()).withText(verb.help().summary()));
            }
        }
        return Reply.ok().withItems(items);
    }
}

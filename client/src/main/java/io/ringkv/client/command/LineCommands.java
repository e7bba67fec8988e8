package io.ringkv.client.command;

import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.codec.TypedWords;
import io.ringkv.protocol.codec.TypedWords.TypedWord;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * The lines that are commands of {@code kv}: those that begin with the name of one in lower case. They mean what the
 * same words mean behind {@code kv}, wherever the line comes from; capitals are the protocol's.
 */
final class LineCommands {
    /** Those that ask one thing of the cluster, and so can share a connection. */
    private static final List<String> DATA = List.of("put", "get", "delete", "exists");
    /** Those that look at the cluster, or decide something about it. */
    static final List<String> INSPECT = List.of(
            "status",
            "nodes",
            "ring",
            "stats",
            "top",
            "gossip",
            "explain",
            "doctor",
            "slowlog",
            "log-level",
            "drain",
            "remove",
            "set-replicas",
            "rebalance",
            "safe-to-stop",
            "coordinators",
            "repair",
            "verify",
            "accept-loss",
            "acknowledge-loss");

    private static final String HELP = "help";
    /** With one of these a command goes its own way to the cluster, or writes in its own way. */
    private static final List<String> OWN = List.of("--server", "--timeout", "--output");

    private static final List<String> FRAMING = List.of("--length", "--key-length");

    private final Streams streams;
    private final LineSource source;
    private final Supplier<String> place;
    private final ToIntFunction<Request> shared;
    private @Nullable CommandLine known;
    private @Nullable CommandLine prepared;
    private @Nullable PrintStream preparedFor;

    /** @param shared asks on the connection of all lines */
    LineCommands(
            Streams streams,
            LineSource source,
            Supplier<String> place,
            ToIntFunction<Request> shared) {
        this.streams = streams;
        this.source = source;
        this.place = place;
        this.shared = shared;
    }

    /** @param word the first of the line */
    static boolean isName(String word) {
        return DATA.contains(word) || INSPECT.contains(word) || word.equals(HELP);
    }

    /**
     * Whether the line is a command. One that announces a block is not, though it is written in lower case: blocks are
     * the protocol's.
     */
    static boolean claims(byte[] line, int length) {
        String first = ScriptLine.firstWord(line);
        return isName(first) && !(DATA.contains(first) && announces(line, length));
    }

    /** Options stand before the key; one behind it is for the protocol to refuse, with the block that it announces. */
    private static boolean announces(byte[] line, int length) {
        try {
            TypedWords words = new TypedWords(line, 0, length);
            words.nextBare();
            boolean keySeen = false;
            while (words.more()) {
                TypedWord word = words.nextBare();
                if (word.text().equals("--") || !word.dashed() && keySeen) {
                    return false;
                }
                keySeen |= !word.dashed();
                if (word.dashed() && FRAMING.contains(optionName(word.text()))) {
                    return true;
                }
            }
        } catch (IllegalArgumentException e) {
            // No text, and so no name of an option.
        }
        return false;
    }

    private static String optionName(String word) {
        int equals = word.indexOf('=');
        return (equals < 0 ? word : word.substring(0, equals)).toLowerCase(Locale.ROOT);
    }

    /**
     * Runs it; the result is what to exit with.
     *
     * @param screen whether a terminal shows what is written
     * @throws CommandException when it cannot be said what the line means
     */
    int run(byte[] line, int length, PrintStream out, boolean screen) {
        String name = ScriptLine.firstWord(line);
        TypedWords words = new TypedWords(line, 0, length);
        words.nextBare();
        List<String> given = KvLine.arguments(line, words.at(), length, command(name));
        if (name.equals(HELP) && given.isEmpty()) {
            out.print(Help.lines());
            return ExitCode.OK;
        }
        List<String> arguments = new ArrayList<>();
        boolean ownWay = given.stream().anyMatch(word -> OWN.contains(optionName(word)));
        if (DATA.contains(name) && !ownWay) {
            arguments.add(name);
            arguments.addAll(given);
            int code = prepared(out).execute(arguments.toArray(String[]::new));
            prepared = grouped(name, given) ? null : prepared;
            return code;
        }
        source.common().stream()
                .filter(option -> given.stream()
                        .noneMatch(word -> optionName(word).equals(optionName(option))))
                .forEach(arguments::add);
        arguments.add(name);
        arguments.addAll(given);
        return Kv.run(
                own(out),
                new Setting(source.person(), null, place, screen, known(given)),
                arguments.toArray(String[]::new));
    }

    /** Who names a server means that one. */
    private Supplier<List<HostAndPort>> known(List<String> given) {
        boolean named = given.stream().anyMatch(word -> optionName(word).equals("--server"));
        return named ? List::of : source.known();
    }

    private CommandSpec command(String name) {
        CommandLine all = known == null ? Kv.commandLine(streams, Setting.alone(streams)) : known;
        known = all;
        return Objects.requireNonNull(all.getSubcommands().get(name)).getCommandSpec();
    }

    /** The parser does not take back what an option of a group was given. */
    private boolean grouped(String name, List<String> given) {
        return command(name).argGroups().stream()
                .flatMap(group -> group.allOptionsNested().stream())
                .anyMatch(option -> given.stream()
                        .anyMatch(word -> option.longestName().equals(optionName(word))));
    }

    /** Of thousands of lines each would take longer to prepare than to run. */
    private CommandLine prepared(PrintStream out) {
        CommandLine last = prepared;
        if (last == null || preparedFor != out) {
            last = Kv.commandLine(
                    own(out), new Setting(source.person(), shared, place, false, List::of));
            prepared = last;
            preparedFor = out;
        }
        return last;
    }

    private Streams own(PrintStream out) {
        return new Streams(source.in(), out, streams.err(), false, streams.env());
    }
}

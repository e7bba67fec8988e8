package io.ringkv.client.command;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The commands of {@code kv} with their options, words and values, as completion scripts need them. */
final class CompletionTable {
    /**
     * One command.
     *
     * @param words what may stand as its argument, where that is one of a few words
     */
    record Entry(String name, String description, List<String> options, List<String> words) {}

    /** What other programs behind the same name are called; their options are their own. */
    private static final Map<String, String> SERVERS = new TreeMap<>(Map.of(
            "coordinator", "Keeps the members and decides who serves what.",
            "node", "Stores data and serves it.",
            "sim", "Runs the cluster in the simulator, from a seed."));

    private final Entry root;
    private final List<Entry> commands = new ArrayList<>();
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    private CompletionTable(Entry root) {
        this.root = root;
    }

    static CompletionTable of(CommandSpec kv) {
        CompletionTable table = new CompletionTable(entry(kv));
        table.addValues(kv);
        kv.subcommands().forEach((name, command) -> {
            table.commands.add(entry(command.getCommandSpec()));
            table.addValues(command.getCommandSpec());
        });
        SERVERS.forEach((name, description) ->
                table.commands.add(new Entry(name, description, List.of(), List.of())));
        return table;
    }

    private static Entry entry(CommandSpec command) {
        List<String> options = new ArrayList<>();
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> options.add(option.longestName()));
        List<String> words = command.positionalParameters().stream()
                .flatMap(argument -> alternatives(argument).stream())
                .toList();
        String[] description = command.usageMessage().description();
        return new Entry(command.name(), String.join(" ", description), options, words);
    }

    private void addValues(CommandSpec command) {
        command.options().stream()
                .filter(option -> option.arity().max() > 0)
                .forEach(option -> values.put(option.longestName(), alternatives(option)));
    }

    /** Of {@code VERSION|absent|present} the two that are meant as they stand. */
    private static List<String> alternatives(ArgSpec argument) {
        String label = argument.paramLabel();
        return !label.contains("|")
                ? List.of()
                : Arrays.stream(label.split("\\|", -1))
                        .filter(word -> word.matches("[a-z]+"))
                        .toList();
    }

    /** {@code kv} itself: its options, without a command. */
    Entry root() {
        return root;
    }

    List<Entry> commands() {
        return commands;
    }

    /** The options that take a value, with those values that can be listed. */
    Map<String, List<String>> values() {
        return values;
    }

    String names() {
        return String.join(" ", commands.stream().map(Entry::name).toList());
    }
}

package io.ringkv.client.command;

import io.ringkv.client.shell.Vocabulary;

import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands of {@code kv} with their options, words and values, as completion scripts need them. */
final class CompletionTable {
    /**
     * One command.
     *
     * @param words what may stand as its argument, where that is one of a few words
     * @param ofNode whether its argument is a node, which only a shell that is connected can list
     */
    record Entry(
            String name,
            String description,
            List<String> options,
            List<String> words,
            boolean ofNode) {}

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
        ServerPrograms.ALL.forEach(table::addProgram);
        table.commands.replaceAll(command ->
                command.name().equals(HelpCommand.NAME) ? table.explains(command) : command);
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
        boolean ofNode = command.positionalParameters().stream()
                .anyMatch(argument -> argument.paramLabel().equals(Vocabulary.NODE_WORD));
        return new Entry(command.name(), String.join(" ", description), options, words, ofNode);
    }

    private void addValues(CommandSpec command) {
        command.options().stream()
                .filter(option -> option.arity().max() > 0)
                .forEach(option -> values.put(option.longestName(), alternatives(option)));
    }

    /** What an option of {@code kv} itself may be stays as it is. */
    private void addProgram(String name, ServerPrograms.ServerProgram program) {
        List<String> options = new ArrayList<>();
        for (String option : program.options()) {
            String[] parts = option.split("=", 2);
            options.add(parts[0]);
            if (parts.length > 1) {
                values.putIfAbsent(parts[0], alternatives(parts[1]));
            }
        }
        commands.add(new Entry(name, program.description(), options, List.of(), false));
    }

    /** Help is of every command, and of what may be typed as a line. */
    private Entry explains(Entry help) {
        List<String> words = new ArrayList<>(commands.stream().map(Entry::name).toList());
        Help.verbs().forEach(verb -> words.add(verb.name()));
        return new Entry(help.name(), help.description(), help.options(), words, false);
    }

    private static List<String> alternatives(ArgSpec argument) {
        return alternatives(argument.paramLabel());
    }

    /** Of {@code VERSION|absent|present} the two that are meant as they stand. */
    private static List<String> alternatives(String label) {
        return !label.contains("|")
                ? List.of()
                : Arrays.stream(label.split("\\|", -1))
                        .filter(word -> word.matches("[a-z]+"))
                        .toList();
    }

    /** Of each command what may follow it: options with the values that can be listed, and words. */
    Map<String, List<String>> typedWords() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Entry command : commands) {
            List<String> words = new ArrayList<>(command.words());
            if (command.ofNode()) {
                words.add(Vocabulary.NODE_WORD);
            }
            for (String option : command.options()) {
                List<String> listed = values.get(option);
                if (listed == null) {
                    words.add(option);
                } else if (listed.isEmpty()) {
                    words.add(option + "=");
                } else {
                    listed.forEach(value -> words.add(option + "=" + value));
                }
            }
            all.put(command.name(), words);
        }
        return all;
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

package io.ringkv.client.shell;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.OptionKind;
import io.ringkv.protocol.Verb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The words that may be typed: verbs and their options from the protocol's table, the shell's own commands, the nodes
 * of the cluster, and keys that were typed before. Keys are bounded: the oldest is forgotten first.
 */
public final class Vocabulary {
    /** Of a command, and followed by a node. */
    public static final String NODE_OPTION = "--node";

    /** Of a command: a node stands here. */
    public static final String NODE_WORD = "NODE";

    private static final int KEYS_MAX = 1_000;

    private final Map<String, List<String>> commands = new LinkedHashMap<>();
    private final Set<String> keys = new LinkedHashSet<>();
    /** Told on any thread. */
    private volatile List<String> nodes = List.of();

    /** @param commands besides the verbs, each with what may follow it */
    public Vocabulary(Map<String, List<String>> commands) {
        this.commands.putAll(commands);
    }

    public void nodes(List<String> ids) {
        nodes = List.copyOf(ids);
    }

    public boolean knowsNodes() {
        return !nodes.isEmpty();
    }

    /** A key was used; one that cannot be typed as a bare word is not offered. */
    public void remember(String key) {
        if (key.matches("[!#-~]+")) {
            keys.remove(key);
            keys.add(key);
            if (keys.size() > KEYS_MAX) {
                keys.remove(keys.iterator().next());
            }
        }
    }

    /** What the last of these words, whole or begun, may be. */
    List<String> complete(List<String> words) {
        List<String> typed = untagged(words);
        String last = typed.get(typed.size() - 1);
        List<String> found =
                typed.size() == 1 ? firstWords(last) : following(typed.get(0), last, typed);
        return found.stream().filter(word -> word.startsWith(last)).toList();
    }

    private static List<String> untagged(List<String> words) {
        boolean tagged = words.size() > 1 && words.get(0).startsWith("@");
        return tagged ? words.subList(1, words.size()) : words;
    }

    /** In the case that the person types in. */
    private List<String> firstWords(String begun) {
        boolean upper = !begun.isEmpty() && begun.equals(begun.toUpperCase(Locale.ROOT));
        List<String> all = new ArrayList<>(verbs(upper));
        commands.keySet().stream().filter(word -> !all.contains(word)).forEach(all::add);
        return all;
    }

    private static List<String> verbs(boolean upper) {
        return Arrays.stream(Verb.values())
                .filter(verb -> verb.role() != Verb.Role.NODE && verb.supported())
                .map(verb -> upper ? verb.name() : verb.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private List<String> following(String first, String last, List<String> typed) {
        Verb verb = Verb.named(first);
        List<String> ofCommand = commands.get(first);
        String before = typed.get(typed.size() - 2);
        if (ofCommand != null && before.startsWith("--") && hasOption(ofCommand, before)) {
            return optionValues(ofCommand, before);
        }
        if (ofCommand != null && last.startsWith(NODE_OPTION + "=")) {
            return optionValues(ofCommand, NODE_OPTION).stream()
                    .map(id -> NODE_OPTION + "=" + id)
                    .toList();
        }
        if (ofCommand != null && last.startsWith("-")) {
            return ofCommand;
        }
        long argumentsBefore = typed.subList(1, typed.size() - 1).stream()
                .filter(word -> !word.startsWith("--"))
                .count();
        if (verb != null && last.startsWith("--") && argumentsBefore == 0) {
            return options(verb, last);
        }
        if (ofCommand != null && ofCommand.contains(NODE_WORD)) {
            return argumentsBefore == 0 ? nodes : List.of();
        }
        List<String> all = new ArrayList<>();
        if (ofCommand != null) {
            ofCommand.stream().filter(word -> !word.startsWith("-")).forEach(all::add);
        }
        if (verb != null) {
            all.addAll(arguments(verb, (int) argumentsBefore));
        }
        return all.isEmpty() && ofCommand != null ? ofCommand : all;
    }

    private static boolean hasOption(List<String> ofCommand, String option) {
        return ofCommand.stream().anyMatch(word -> word.startsWith(option + "="));
    }

    /** Of an option that stands as a word of its own. */
    private List<String> optionValues(List<String> ofCommand, String option) {
        if (option.equals(NODE_OPTION) && hasOption(ofCommand, option)) {
            return nodes;
        }
        String start = option + "=";
        return ofCommand.stream()
                .filter(word -> word.startsWith(start))
                .map(word -> word.substring(start.length()))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static List<String> options(Verb verb, String begun) {
        List<String> all = new ArrayList<>();
        for (Option option : Option.values()) {
            // Between nodes only, or framing: nothing for a person to type.
            if (verb.supports(option) && option != Option.FORWARDED && !option.framing()) {
                all.addAll(withValues(option, begun));
            }
        }
        return all;
    }

    private static List<String> withValues(Option option, String begun) {
        if (option.kind() == OptionKind.FLAG) {
            return List.of(option.toString());
        }
        String start = option + "=";
        List<String> values = begun.startsWith(start) ? values(option.kind()) : List.of("");
        return values.stream().map(value -> start + value).toList();
    }

    private static List<String> values(OptionKind kind) {
        return switch (kind) {
            case LEVEL -> List.of("one", "quorum", "all");
            case CONDITION -> List.of("absent", "present");
            default -> List.of();
        };
    }

    /** As the syntax of the verb calls its arguments. */
    private List<String> arguments(Verb verb, int place) {
        List<String> names = argumentNames(verb);
        if (place >= names.size()) {
            return List.of();
        }
        return switch (names.get(place)) {
            case "key", "key..." -> List.copyOf(keys);
            case "node" -> nodes;
            case "[verb]" -> verbs(false);
            case "level" -> List.of("off", "error", "warn", "info", "debug", "trace");
            default -> List.of();
        };
    }

    private static List<String> argumentNames(Verb verb) {
        List<String> names = new ArrayList<>();
        for (String word : verb.help().syntax().split(" ", -1)) {
            if (!word.startsWith("[--") && !word.startsWith("--") && !word.equals(verb.name())) {
                names.add(word);
            }
        }
        return names;
    }

    /** What is still to come behind this line; empty when nothing is known or missing. */
    String hint(String line) {
        List<String> words = untagged(Arrays.asList(line.stripLeading().split(" +", -1)));
        Verb verb = Verb.named(words.get(0));
        if (verb == null) {
            return "";
        }
        boolean between = words.get(words.size() - 1).isEmpty();
        long typed = words.stream()
                .skip(1)
                .filter(word -> !word.isEmpty() && !word.startsWith("--"))
                .count();
        List<String> names = argumentNames(verb);
        List<String> missing =
                new ArrayList<>(names.subList((int) Math.min(typed, names.size()), names.size()));
        if (typed == 0 && verb.supports(Option.LEVEL)) {
            missing.add(0, "[options]");
        }
        return missing.isEmpty() ? "" : (between ? "" : " ") + String.join(" ", missing);
    }
}

package io.ringkv.client.command;

import io.ringkv.protocol.codec.TypedWords;
import io.ringkv.protocol.codec.TypedWords.TypedWord;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a line that is a command of {@code kv}, as the command line of {@code kv} would have them. They are
 * divided with the protocol's quotes. What could mean one thing here and another there is refused.
 */
final class KvLine {
    private static final String CAPITALS =
            "; or write the verb in capitals, which takes the line as it is typed";

    private final TypedWords words;
    private final CommandSpec command;
    private final List<String> arguments = new ArrayList<>();
    /** Whether {@code --} stood alone. */
    private boolean literal;

    private KvLine(TypedWords words, CommandSpec command) {
        this.words = words;
        this.command = command;
    }

    /**
     * What stands behind the command's name.
     *
     * @throws CommandException when it cannot be said what is meant
     */
    static List<String> arguments(byte[] line, int from, int to, CommandSpec command) {
        try {
            KvLine read = new KvLine(new TypedWords(line, from, to), command);
            read.readAll();
            return List.copyOf(read.arguments);
        } catch (IllegalArgumentException e) {
            throw refused(e.getMessage() + CAPITALS);
        }
    }

    private void readAll() {
        boolean valued = command.name().equals("put");
        while (words.more()) {
            if (!readOption()) {
                int from = words.at();
                TypedWord word = words.next();
                if (!valued && !word.quoted()) {
                    refuseRedirection(word.text(), from);
                }
                add(word);
                if (valued) {
                    readUpToValue();
                    return;
                }
            }
        }
    }

    /** What the shell of the system would take for its own. */
    private void refuseRedirection(String word, int from) {
        if (word.startsWith(">") || word.startsWith("<")) {
            throw refused("'" + word + "' redirects nothing in a line. In the shell write"
                    + " LINE | cat > FILE; a key that begins so goes into double quotes");
        }
        if (word.contains("|") && (from > 0 && words.more() || word.equals("|"))) {
            throw refused("'" + word + "' holds a bar without spaces around it, or hands on what no"
                    + " shell reads. In the shell write LINE | PROGRAM; a key with a bar goes into"
                    + " double quotes");
        }
    }

    /** Behind the key: options, and then the value, which may be the rest of the line. */
    private void readUpToValue() {
        while (words.more()) {
            if (!readOption()) {
                readValue();
                return;
            }
        }
    }

    /** With the word that it takes; false when none stands here. */
    private boolean readOption() {
        if (!isOption()) {
            return false;
        }
        TypedWord word = words.next();
        boolean valued = takesNext(word);
        add(word);
        if (valued && words.more()) {
            add(words.next());
        }
        return true;
    }

    private void readValue() {
        int from = words.at();
        TypedWord first = words.next();
        if (!words.more()) {
            add(first);
        } else if (!literal && nextIsDashed()) {
            add(first);
            while (words.more()) {
                add(words.next());
            }
        } else {
            arguments.add(text(first, from));
        }
    }

    private boolean isOption() {
        int at = words.at();
        boolean option = !literal && words.next().dashed();
        words.moveTo(at);
        return option;
    }

    /** What follows may be text, whose quotes are not looked at. */
    private boolean nextIsDashed() {
        int at = words.at();
        boolean dashed = words.nextBare().dashed();
        words.moveTo(at);
        return dashed;
    }

    /** A value of several words: the rest of the line as it is typed, where nobody can take it for anything else. */
    private String text(TypedWord first, int from) {
        if (first.quoted() || isQuoted(first) || first.text().startsWith("@")) {
            throw refused("'" + first.text() + "' begins a value of several words, and could be "
                    + (first.text().startsWith("@") && !first.quoted()
                            ? "a file"
                            : "the whole of a quoted one")
                    + "; nothing was written. Put the whole value into double quotes" + CAPITALS);
        }
        while (words.more()) {
            TypedWord word = words.nextBare();
            if (word.dashed() && !literal) {
                throw refused("'" + word.text() + "' stands in a value of several words, and could"
                        + " be an option; nothing was written. Put options before the key, and --"
                        + " before a value that holds such a word" + CAPITALS);
            }
        }
        return words.rest(from);
    }

    private void add(TypedWord word) {
        if (isQuoted(word)) {
            throw refused(
                    word.text() + " begins with a single quote, which quotes nothing in a line."
                            + " Write double quotes" + CAPITALS);
        }
        literal |= word.text().equals("--");
        arguments.add(word.text());
    }

    /** As the shell of the system has it. */
    private static boolean isQuoted(TypedWord word) {
        return !word.quoted() && word.text().startsWith("'");
    }

    private boolean takesNext(TypedWord word) {
        OptionSpec option = command.findOption(word.text());
        return option != null && option.arity().min() > 0;
    }

    private static CommandException refused(String text) {
        return new CommandException(ExitCode.USAGE, text);
    }
}

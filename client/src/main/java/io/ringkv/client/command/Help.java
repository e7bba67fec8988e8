package io.ringkv.client.command;

import io.ringkv.protocol.Verb;
import io.ringkv.protocol.VerbHelp;

import java.util.Arrays;
import java.util.List;

/** {@code help [VERB]}, without asking a server. */
final class Help {
    private Help() {}

    /** Those that a person may send. */
    static List<Verb> verbs() {
        return Arrays.stream(Verb.values())
                .filter(verb -> verb.role() != Verb.Role.NODE && verb.supported())
                .toList();
    }

    /** All that a person may send. */
    static String all() {
        StringBuilder text = new StringBuilder();
        verbs().forEach(verb ->
                text.append(String.format("%-18s %s%n", verb.name(), verb.help().summary())));
        return text + "help VERB says more.\n";
    }

    /** What a line may be, wherever it comes from. */
    static String lines() {
        return all()
                + "A command of kv in lower case means what it means behind kv: put, get, delete,\n"
                + "exists, " + String.join(", ", LineCommands.INSPECT) + ",\n"
                + "with its options, @FILE, and words in double quotes. A value of several words is the rest\n"
                + "of the line; -- goes before one that begins with --. Everything else, and every verb in\n"
                + "capitals, is a line of the protocol, where the rest of a PUT's line is its value.\n"
                + "exit [CODE]: leaves. In the shell, refresh: learns the cluster anew;\n"
                + "LINE | PROGRAM: hands what the line answers to a program, as in: get k | jq .\n";
    }

    /** @throws CommandException when there is no such verb */
    static String of(String name) {
        Verb verb = Verb.named(name);
        if (verb == null) {
            Verb nearest = Verb.nearest(name);
            throw new CommandException(
                    ExitCode.USAGE,
                    "there is no verb '" + name + "'"
                            + (nearest == null ? "" : "; did you mean " + nearest + "?"));
        }
        VerbHelp help = verb.help();
        return help.syntax() + "\n  " + help.summary() + "\n"
                + (verb.supported() ? "" : "  It is of a later version; this build lacks it.\n")
                + "  example: " + help.example().replace("\n", "\n           ") + "\n"
                + "  answers: " + help.reply().replace("\n", "\n           ") + "\n";
    }
}

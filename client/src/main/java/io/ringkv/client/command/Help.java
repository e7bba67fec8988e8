package io.ringkv.client.command;

import io.ringkv.protocol.Verb;
import io.ringkv.protocol.VerbHelp;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** {@code help [VERB]}, without asking a server. */
final class Help {
    private Help() {}

    static String of(@Nullable String name) {
        if (name == null) {
            StringBuilder text = new StringBuilder();
            Arrays.stream(Verb.values())
                    .filter(verb -> verb.role() != Verb.Role.NODE && verb.supported())
                    .forEach(verb -> text.append(
                            String.format("%-18s %s%n", verb.name(), verb.help().summary())));
            return text + "help VERB says more; exit leaves.\n";
        }
        Verb verb = Verb.named(name);
        if (verb == null) {
            Verb nearest = Verb.nearest(name);
            return "there is no " + name
                    + (nearest == null ? "" : "; did you mean " + nearest + "?") + "\n";
        }
        VerbHelp help = verb.help();
        return help.syntax() + "\n  " + help.summary() + "\n  example: " + help.example()
                + "\n  answers: " + help.reply().replace("\n", "\n           ") + "\n";
    }
}

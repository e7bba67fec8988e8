package io.ringkv.client.command;

import java.util.List;
import java.util.stream.Stream;

/** One completion script for each shell, written from a {@link CompletionTable}. */
final class CompletionScripts {
    private CompletionScripts() {}

    static String bash(CompletionTable table) {
        StringBuilder script = new StringBuilder("# source <(kv completion bash)\n_kv() {\n");
        script.append("    local word command='' words=''\n");
        // Bash cuts --level=one at its "=".
        script.append("    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n");
        script.append("    [ \"$prev\" = = ] && prev=${COMP_WORDS[COMP_CWORD-2]}\n");
        script.append("    [ \"$cur\" = = ] && cur=''\n");
        script.append("    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n");
        script.append(
                commandCase(table, "        case $word in ", " command=$word; break ;; esac\n"));
        script.append("    done\n");
        script.append(wordCases(table));
        script.append("    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n}\n");
        return script.append("complete -o default -F _kv kv\n").toString();
    }

    static String zsh(CompletionTable table) {
        StringBuilder script = new StringBuilder("#compdef kv\n# source <(kv completion zsh)\n");
        script.append("_kv() {\n    local word command='' words_=''\n");
        script.append("    local cur=${words[CURRENT]} prev=${words[CURRENT-1]}\n");
        script.append("    case $cur in (--*=*) prev=${cur%%=*}; compset -P '*=' ;; esac\n");
        script.append("    for word in \"${(@)words[2,CURRENT-1]}\"; do\n");
        script.append(
                commandCase(table, "        case $word in (", " command=$word; break ;; esac\n"));
        script.append("    done\n");
        script.append(wordCases(table).replace("words=", "words_="));
        script.append(
                "    if [ -n \"$words_\" ]; then compadd -- ${=words_}; else _files; fi\n}\n");
        return script.append("compdef _kv kv\n").toString();
    }

    private static String commandCase(CompletionTable table, String before, String after) {
        return before + table.names().replace(' ', '|') + ")" + after;
    }

    /** Shell code that puts into {@code words} what may stand behind {@code prev} and {@code command}. */
    private static String wordCases(CompletionTable table) {
        StringBuilder cases = new StringBuilder("    case $prev in\n");
        table.values()
                .forEach((option, values) ->
                        cases.append(arm(option, "words='" + String.join(" ", values) + "'")));
        cases.append("        *) case $command in\n");
        cases.append(
                arm("''", "words='" + table.names() + " " + join(table.root().options()) + "'"));
        for (CompletionTable.Entry command : table.commands()) {
            List<String> all = Stream.concat(command.words().stream(), command.options().stream())
                    .toList();
            cases.append(arm(command.name(), "words='" + join(all) + "'"));
        }
        return cases.append("        esac ;;\n    esac\n").toString();
    }

    private static String arm(String pattern, String then) {
        return "        " + pattern + ") " + then + " ;;\n";
    }

    private static String join(List<String> words) {
        return String.join(" ", words);
    }

    static String fish(CompletionTable table) {
        StringBuilder script = new StringBuilder("# kv completion fish | source\n");
        String none = "not __fish_seen_subcommand_from " + table.names();
        for (CompletionTable.Entry command : table.commands()) {
            script.append("complete -c kv -f -n '" + none + "' -a " + command.name());
            script.append(" -d " + quoted(command.description()) + "\n");
        }
        fishOptions(script, table, none, table.root());
        for (CompletionTable.Entry command : table.commands()) {
            String seen = "__fish_seen_subcommand_from " + command.name();
            if (!command.words().isEmpty()) {
                script.append(
                        "complete -c kv -f -n '" + seen + "' -a '" + join(command.words()) + "'\n");
            }
            fishOptions(script, table, seen, command);
        }
        return script.toString();
    }

    private static void fishOptions(
            StringBuilder script,
            CompletionTable table,
            String condition,
            CompletionTable.Entry command) {
        for (String option : command.options()) {
            List<String> values = table.values().get(option);
            script.append("complete -c kv -n '" + condition + "' -l " + option.substring(2));
            if (values != null) {
                script.append(values.isEmpty() ? " -r" : " -x -a '" + join(values) + "'");
            }
            script.append('\n');
        }
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    static String powershell(CompletionTable table) {
        StringBuilder script = new StringBuilder();
        script.append("# kv completion powershell | Out-String | Invoke-Expression\n");
        script.append("Register-ArgumentCompleter -Native -CommandName kv -ScriptBlock {\n");
        script.append("    param($wordToComplete, $commandAst, $cursorPosition)\n");
        script.append("    $values = @{\n");
        table.values()
                .forEach((option, values) ->
                        script.append("        '" + option + "' = '" + join(values) + "'\n"));
        script.append("    }\n    $words = @{\n");
        script.append(
                "        '' = '" + table.names() + " " + join(table.root().options()) + "'\n");
        for (CompletionTable.Entry command : table.commands()) {
            script.append("        '" + command.name() + "' = '" + join(command.words()) + " "
                    + join(command.options()) + "'\n");
        }
        script.append("    }\n");
        script.append("    $typed = @($commandAst.CommandElements | Select-Object -Skip 1"
                + " | ForEach-Object { $_.ToString() })\n");
        script.append(
                "    if ($wordToComplete) { $typed = @($typed | Select-Object -SkipLast 1) }\n");
        script.append("    $command = $typed | Where-Object { $_ -and $words.ContainsKey($_) }"
                + " | Select-Object -First 1\n");
        script.append("    $previous = $typed | Select-Object -Last 1\n");
        script.append("    $found = if ($previous -and $values.ContainsKey($previous))"
                + " { $values[$previous] } else { $words[[string]$command] }\n");
        script.append(
                "    $found -split ' ' | Where-Object { $_ -like \"$wordToComplete*\" -and $_ }"
                        + " | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }\n");
        return script.append("}\n").toString();
    }
}

package io.ringkv.client.command;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.util.Objects;
import java.util.concurrent.Callable;

/** {@code kv completion}: a script that teaches another shell the commands and options of this build. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Writes a completion script for bash, zsh, fish or PowerShell.",
        footer = {
            "",
            "bash:        source <(kv completion bash)",
            "zsh:         source <(kv completion zsh)",
            "fish:        kv completion fish | source",
            "PowerShell:  kv completion powershell | Out-String | Invoke-Expression"
        })
final class CompletionCommand implements Callable<Integer> {
    enum Target {
        bash,
        zsh,
        fish,
        powershell
    }

    @ParentCommand
    private @Nullable Kv kv;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "bash|zsh|fish|powershell", description = "The shell to teach.")
    private Target target = Target.bash;

    @Override
    public Integer call() {
        CompletionTable table = CompletionTable.of(Objects.requireNonNull(spec).parent());
        String script = switch (target) {
            case bash -> CompletionScripts.bash(table);
            case zsh -> CompletionScripts.zsh(table);
            case fish -> CompletionScripts.fish(table);
            case powershell -> CompletionScripts.powershell(table);
        };
        Objects.requireNonNull(kv).streams().out().print(script);
        return ExitCode.OK;
    }
}

package io.ringkv.client.command;

import io.ringkv.client.Health;
import io.ringkv.client.KvException;
import io.ringkv.client.core.HostAndPort;
import io.ringkv.client.shell.HealthPrompt;
import io.ringkv.client.shell.LineOutput;
import io.ringkv.client.shell.PipedLine;
import io.ringkv.client.shell.Screen;
import io.ringkv.client.shell.Shell;
import io.ringkv.client.shell.Vocabulary;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.View;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One stay in the shell: lines as everywhere, over one connection to the cluster, and what only the shell has. */
final class ShellSession implements Shell.Handler, AutoCloseable {
    /** A shell that starts later for it would be slow. */
    private static final Duration LEARNING_MOST = Duration.ofMillis(500);

    /** Beside what these say of the cluster an older word in the prompt would be wrong. */
    private static final List<String> TELLING = List.of(
            "status",
            "nodes",
            "doctor",
            "drain",
            "remove",
            "set-replicas",
            "rebalance",
            "verify",
            "accept-loss",
            "acknowledge-loss",
            "list-nodes",
            "remove-node");

    private final Kv kv;
    private final Streams streams;
    private final Cluster cluster;
    private final LineRunner runner;
    private final Vocabulary vocabulary = new Vocabulary(words());
    private final HealthPrompt prompt;
    /** Who is asked as well, so that the cluster is not taken for gone with the one server that was named. */
    private volatile List<HostAndPort> members = List.of();
    /** Of the line that runs. */
    private @Nullable Screen screen;

    private ShellSession(Kv kv, Cluster cluster) {
        this.kv = kv;
        this.streams = kv.streams();
        this.cluster = cluster;
        this.runner = new LineRunner(
                cluster,
                streams,
                kv.output(OutputFormat.table),
                LineSource.shell(kv, new AtPrompt(() -> screen), () -> members));
        this.prompt = new HealthPrompt(this::health);
    }

    static ShellSession open(Kv kv) {
        Cluster cluster = kv.connect();
        cluster.learnMembers(LEARNING_MOST);
        return new ShellSession(kv, cluster);
    }

    /** A command in lower case has the options that it has behind {@code kv}. */
    private static Map<String, List<String>> words() {
        Map<String, List<String>> words =
                new LinkedHashMap<>(CompletionTable.of(Kv.spec()).typedWords());
        words.keySet().removeIf(name -> !LineCommands.isName(name));
        words.put("refresh", List.of());
        words.put("exit", List.of());
        return words;
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    /** On a thread and a connection of its own, which also learns once which nodes there are. */
    private @Nullable Health health() {
        try (Cluster own = kv.connect(members)) {
            Health health = Health.of(ClusterWord.ask(own).status());
            learnNodes(own.view());
            return health;
        } catch (KvException | CommandException e) {
            return null;
        }
    }

    @Override
    public String prompt(Screen screen) {
        return prompt.text(screen.coloured());
    }

    @Override
    public String blockPrompt() {
        long missing = runner.missing();
        return missing == 0 ? "a line end to come  > " : missing + " bytes to come  > ";
    }

    @Override
    public Shell.State run(String line, Screen terminal) {
        screen = terminal;
        if (runner.waitsForBlock()) {
            return answer(line, streams.out(), false);
        }
        if (line.stripTrailing().contains("\n")) {
            return pasted(line, terminal);
        }
        PipedLine piped = PipedLine.of(line);
        String program = piped.program();
        try (LineOutput output =
                program == null ? terminal.output() : LineOutput.toProgram(program, this::say)) {
            return answer(piped.command(), output.stream(), program != null);
        } catch (IOException e) {
            say(String.valueOf(e.getMessage()));
            return Shell.State.READY;
        }
    }

    /** A value of several lines is no line: what it would do, torn apart, nobody meant. */
    private Shell.State pasted(String text, Screen terminal) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        String answer = terminal.ask(lines.size()
                + " lines stand here, and each would run by itself; a value of several lines goes"
                + " into a file: put KEY @FILE. Run each? [y/N] ");
        if (answer == null || !(answer.startsWith("y") || answer.startsWith("Y"))) {
            say("nothing was run");
            return Shell.State.READY;
        }
        Shell.State state = Shell.State.READY;
        for (String line : lines) {
            state = state == Shell.State.ENDED ? state : run(line, terminal);
        }
        return state;
    }

    private Shell.State answer(String line, PrintStream out, boolean toProgram) {
        if (!runner.waitsForBlock() && line.strip().equals("refresh")) {
            refresh(out);
            return Shell.State.READY;
        }
        boolean complete =
                runner.runLine((line + "\n").getBytes(StandardCharsets.UTF_8), out, toProgram);
        if (TELLING.contains(firstWord(line))) {
            prompt.renew();
        }
        String key = runner.lastKey();
        if (key != null) {
            vocabulary.remember(key);
        }
        if (runner.ended()) {
            return Shell.State.ENDED;
        }
        return complete ? Shell.State.READY : Shell.State.NEEDS_BLOCK;
    }

    private static String firstWord(String line) {
        return line.strip().split(" ", 2)[0].toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the shell is left with: what {@code exit} named. */
    int exitCode() {
        return runner.ended() ? runner.exitCode() : ExitCode.OK;
    }

    private void refresh(PrintStream out) {
        prompt.renew();
        try {
            View view = cluster.view();
            learnNodes(view);
            out.print("epoch " + view.epoch() + ", " + view.members().size() + " nodes\n");
        } catch (KvException | CommandException e) {
            say(Problem.text(e));
        }
    }

    private void learnNodes(View view) {
        members = view.members().stream()
                .map(member -> new HostAndPort(member.host(), member.port()))
                .toList();
        vocabulary.nodes(view.members().stream().map(Member::id).toList());
    }

    private void say(String text) {
        streams.err().print("kv: " + text + "\n");
        streams.err().flush();
    }

    @Override
    public void forgetBlock() {
        runner.forgetBlock();
    }

    @Override
    public void close() {
        prompt.close();
        cluster.close();
    }
}

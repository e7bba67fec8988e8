package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a person sees, who types one line after each answer. */
final class Terminal implements AutoCloseable {
    private static final Path SCRIPT = Path.of("/usr/bin/script");

    private final Path screen;
    private final Process process;
    private final OutputStream keys;

    /** @param dir where the command runs, and what it shows is kept */
    Terminal(Path dir, String command) throws IOException {
        assertThat(SCRIPT).as("the script command, of Debian's bsdutils").isExecutable();
        screen = Files.createTempFile(dir, "screen", "");
        // Fed from a pipe, script cannot know how large the terminal is. A shell that stays in
        // between would take each Ctrl-C for its own.
        String sized = "stty cols 100 rows 30; exec " + command;
        ProcessBuilder builder =
                Tool.builder(dir, List.of(SCRIPT.toString(), "-qec", sized, "/dev/null"));
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().put("TERM", "xterm");
        builder.environment().put("PAGER", "cat");
        process = builder.redirectErrorStream(true)
                .redirectOutput(screen.toFile())
                .start();
        keys = process.getOutputStream();
    }

    /** All that was ever written to it. */
    String raw() throws IOException {
        return new String(Files.readAllBytes(screen), StandardCharsets.UTF_8);
    }

    /** Without colours and movements of the cursor. */
    String screen() throws IOException {
        return raw().replaceAll("\u001b(\\[[0-9;?$]*[a-zA-Z]|[=>])", "");
    }

    /** Each time, pasting is switched off. */
    int linesTaken() throws IOException {
        return raw().split("\u001b\\[\\?2004l", -1).length - 1;
    }

    Terminal type(String text) throws IOException {
        keys.write(text.getBytes(StandardCharsets.UTF_8));
        keys.flush();
        return this;
    }

    Terminal sees(String text) throws IOException {
        boolean seen = Await.holdsWithin(Duration.ofSeconds(20), () -> screen().contains(text));
        assertThat(seen).as("%s on the screen: %s", text, screen()).isTrue();
        return this;
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

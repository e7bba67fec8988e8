package io.ringkv.process;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The archive of classes that halves the start of a single command, and shortens that of servers. */
@Tag("process")
class ClassArchiveTest {
    @TempDir
    Path home;

    private List<String> cached(String ending) throws IOException {
        Path cache = home.resolve("cds");
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .toList();
        }
    }

    /** Each would take a second of a processor, in the background of whoever runs the first commands. */
    @Test
    void ofManyFirstCommandsOneMakesIt() throws IOException {
        Path kv = Path.of(Tool.KV).toAbsolutePath();
        Files.createDirectory(home.resolve("bin"));
        Files.copy(kv, home.resolve("bin/kv"));
        Files.createSymbolicLink(
                home.resolve("lib"),
                kv.resolveSibling("../distribution/target/lib").normalize());
        String command = "sh bin/kv exists k --server 127.0.0.1:1 --timeout 100ms";
        Tool.run(home, "", "sh", "-c", (command + " & ").repeat(5) + "wait");
        Await.until(
                "the archive is there",
                Duration.ofSeconds(120),
                () -> cached(".jsa").size() == 1 && cached(".making").isEmpty());
    }
}

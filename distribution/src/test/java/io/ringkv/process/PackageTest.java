package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The archive for this platform, unpacked where somebody might unpack it, and nothing of the checkout. */
@Tag("package")
class PackageTest {
    private static final Path PACKAGES =
            Tool.ROOT.resolve("distribution").resolve("target").resolve("packages");

    private Path parent;
    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        parent = Files.createTempDirectory("ringkv-package");
        Path place = Files.createDirectory(parent.resolve("some where"));
        String platform = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        Path archive = only(PACKAGES, "ringkv-", "-linux-" + platform + ".tar.gz");
        Tool.Result tar = Tool.run(place, "", "tar", "-xzf", archive.toString());
        assertThat(tar.exitCode()).as(tar.err()).isZero();
        home = only(place, "ringkv-", "");
    }

    @AfterEach
    void end() throws IOException {
        quickstart("stop");
        Tool.delete(parent);
    }

    private static Path only(Path dir, String begin, String end) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(begin))
                    .filter(file -> file.getFileName().toString().endsWith(end))
                    .toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    private Tool.Result run(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(home.resolve(program).toString()));
        command.addAll(Arrays.asList(arguments));
        return Tool.run(home, "", Duration.ofSeconds(120), command);
    }

    private Tool.Result quickstart(String... arguments) {
        return run("quickstart.sh", arguments);
    }

    @Test
    void aClusterRunsFromTheArchiveAlone() throws IOException {
        String port = Integer.toString(Tool.freePort());
        Tool.Result start = quickstart("start", "--base-port", port);
        assertThat(start.exitCode()).as(start.out() + start.err()).isZero();
        String server = "127.0.0.1:" + port;
        assertThat(run("bin/kv", "put", "k", "from the archive", "--server", server)
                        .exitCode())
                .isZero();
        assertThat(run("bin/kv", "get", "k", "--server", server).out())
                .isEqualTo("from the archive");
        assertThat(quickstart("stop").exitCode()).isZero();
        assertThat(home.resolve("distribution")).as("a directory of the build").doesNotExist();
    }

    @Test
    void whatTheReadmeLinksIsThere() throws IOException {
        List<String> links = Pattern.compile("\\]\\(([^):]+)\\)")
                .matcher(Files.readString(home.resolve("README.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(links)
                .contains("ARCHITECTURE.md", "CONTRIBUTING.md")
                .allSatisfy(link -> assertThat(home.resolve(link)).exists());
    }

    @Test
    void everyArchiveHasItsOwnNativeLibraryAlone() throws IOException {
        Path jar = only(home.resolve("lib"), "rocksdbjni", ".jar");
        Tool.Result list = Tool.run(home, "", "unzip", "-Z1", jar.toString());
        assertThat(list.out().lines().filter(name -> name.startsWith("librocksdbjni")))
                .isNotEmpty()
                .allMatch(name -> name.startsWith("librocksdbjni-linux"))
                .noneMatch(name -> name.contains("win") || name.contains("osx"));
    }
}

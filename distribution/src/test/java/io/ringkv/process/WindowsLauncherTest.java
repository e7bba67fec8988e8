package io.ringkv.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The launchers for Windows, read by the cmd of wine, from a directory with a space. What they start as java.exe is a
 * script around the Java of this machine, so the words that arrive, the class path and the classes are the real ones;
 * wine does not wait for such a program, so it leaves what it said in a file.
 */
@Tag("process")
class WindowsLauncherTest {
    private static final int LINES_MAX = 40;
    private static final String SYSTEM_PROGRAMS = ".wine/drive_c/windows/system32";

    private static Path dir;
    private static Path said;

    @BeforeAll
    static void makeAWindows() throws IOException {
        dir = Files.createTempDirectory("ringkv-windows");
        said = dir.resolve("said");
        Files.createSymbolicLink(dir.resolve("a place"), Tool.ROOT);
        Path java = Files.createDirectories(dir.resolve("a java/bin")).resolve("java.exe");
        Files.writeString(
                java,
                String.join(
                        "\n",
                        "#!/bin/sh",
                        "[ \"$*\" != -version ] || exit 0",
                        "path=$(printf %s \"$CLASSPATH\" | tr '\\\\' / | cut -c 3-)",
                        "java='" + System.getProperty("java.home") + "/bin/java'",
                        "{ CLASSPATH=$path \"$java\" \"$@\" 2>&1; echo \"exit $?\"; } >'" + said
                                + ".part'",
                        "mv '" + said + ".part' '" + said + "'",
                        ""));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Tool.demand(dir, "env", "WINEDEBUG=-all", "WINEDLLOVERRIDES=mscoree,mshtml=", "wineboot");
    }

    @AfterAll
    static void end() throws IOException {
        Tool.run(dir, "", "wineserver", "-k", "-w");
        Tool.delete(dir);
    }

    @BeforeEach
    void forget() throws IOException {
        Files.deleteIfExists(said);
    }

    /** A line as somebody types it at the prompt, who has that Java. */
    private static Tool.Result cmd(String java, String line) throws IOException {
        Path typed = dir.resolve("typed.bat");
        Files.writeString(typed, "@echo off\r\ncall " + line + "\r\n");
        return Tool.run(
                dir,
                "",
                "env",
                "WINEDEBUG=-all",
                "JAVA_HOME=Z:" + dir.resolve(java).toString().replace('/', '\\'),
                "wine",
                "cmd",
                "/c",
                typed.getFileName().toString());
    }

    /** What the program says, and its exit code behind it. */
    private static String programStartedBy(String line) throws IOException {
        Tool.Result result = cmd("a java", line);
        Await.until(
                line + " starts a program; " + result.out() + result.err(),
                Duration.ofSeconds(30),
                () -> Files.exists(said));
        return Files.readString(said);
    }

    @Test
    void aCommandRunsFromADirectoryWithASpace() throws IOException {
        assertThat(programStartedBy("\"a place\\bin\\kv.bat\" ring --simulate 5"))
                .contains("placement", "bounded")
                .endsWith("exit 0\n");
    }

    @Test
    void spacesCommasAndBarsInQuotesReachACommand() throws IOException {
        assertThat(programStartedBy("\"a place\\bin\\kv.bat\" help \"a, b & (c) | d=e\""))
                .contains("'a, b & (c) | d=e'")
                .endsWith("exit 2\n");
    }

    @Test
    void spacesCommasAndBarsInQuotesReachAServer() throws IOException {
        assertThat(programStartedBy("\"a place\\bin\\kv.bat\" node \"a, b & c | d=e\" --id n1"))
                .contains("a, b & c | d=e")
                .endsWith("exit 2\n");
    }

    @Test
    void serversAndTheSimulatorAreCommandsOfTheirOwn() throws IOException {
        for (String name : List.of("coordinator", "node", "sim", "check-history")) {
            forget();
            assertThat(programStartedBy("\"a place\\bin\\kv.bat\" " + name + " --help"))
                    .contains("Usage: kv " + name)
                    .endsWith("exit 0\n");
        }
    }

    @Test
    void theQuickstartFindsItsJavaAndItsJars() throws IOException {
        assertThat(programStartedBy("\"a place\\quickstart.bat\" status"))
                .contains("UNAVAILABLE\n  no cluster runs in ringkv-data")
                .endsWith("exit 2\n");
    }

    /** For this once java.exe is a program of Windows, which fails at Java's options. */
    @Test
    void theExitCodeIsTheProgramsOwn() throws IOException {
        Path bin = Files.createDirectories(dir.resolve("no java/bin"));
        Files.copy(dir.resolve(SYSTEM_PROGRAMS).resolve("reg.exe"), bin.resolve("java.exe"));
        for (String words : List.of("ring --simulate 5", "node --id n1")) {
            Tool.Result result = cmd("no java", "\"a place\\bin\\kv.bat\" " + words);
            assertThat(result.out() + result.err()).contains("Invalid option");
            assertThat(result.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Tool.Result noJava = cmd("nothing here", "\"a place\\bin\\kv.bat\" status");
        assertThat(noJava.exitCode()).isEqualTo(1);
        assertThat(noJava.err()).contains("JAVA_HOME is", "nothing here", "no bin\\java.exe");

        Path bin = Files.createDirectories(dir.resolve("no jars/bin"));
        Files.copy(Tool.ROOT.resolve("bin/kv.bat"), bin.resolve("kv.bat"));
        Tool.Result noJars = cmd("a java", "\"no jars\\bin\\kv.bat\" status");
        assertThat(noJars.exitCode()).isEqualTo(1);
        assertThat(noJars.err()).contains("there are no jars in", "mvnw.cmd");
    }

    @Test
    void theyAreShortAndHaveTheLineEndsOfWindows() throws IOException {
        for (String name : List.of("bin/kv.bat", "quickstart.bat")) {
            String text = Files.readString(Tool.ROOT.resolve(name));
            assertThat(text.lines()).as(name).hasSizeLessThanOrEqualTo(LINES_MAX);
            assertThat(text.replace("\r\n", "")).as(name).doesNotContain("\n", "\r");
        }
    }
}

package io.ringkv.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class PagerTest {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    @Test
    void whatFitsGoesToTheScreen() throws IOException {
        Pager pager = new Pager(screen, 3, 10, "exit 9");
        pager.write("one\ntwo\nthree\n".getBytes(UTF_8));
        assertThat(screen.toString(UTF_8)).as("not before it is known to fit").isEmpty();
        pager.finish();
        assertThat(screen.toString(UTF_8)).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatDoesNotFitGoesToThePagerWhole(@TempDir Path dir) throws IOException {
        Path seen = dir.resolve("seen");
        Pager pager = new Pager(screen, 3, 10, "cat > '" + seen + "'");
        pager.write("one\ntwo\nthree\n".getBytes(UTF_8));
        pager.write("four\n".getBytes(UTF_8));
        pager.write("five\n".getBytes(UTF_8));
        pager.finish();
        assertThat(seen).hasContent("one\ntwo\nthree\nfour\nfive\n");
        assertThat(screen.toString(UTF_8)).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLineThatIsLongerThanTheScreenIsWideTakesSeveralRows(@TempDir Path dir)
            throws IOException {
        Path seen = dir.resolve("seen");
        Pager pager = new Pager(screen, 3, 10, "cat > '" + seen + "'");
        pager.write("x".repeat(45).getBytes(UTF_8));
        pager.finish();
        assertThat(Files.size(seen)).isEqualTo(45);
    }

    @Test
    void itIsThePersonsChoice() {
        assertThat(Pager.command(Map.of("PAGER", "more"))).isEqualTo("more");
        assertThat(Pager.command(Map.of("PAGER", ""))).isEmpty();
        assertThat(Pager.command(Map.of("PAGER", "cat"))).isEmpty();
        assertThat(Pager.command(Map.of("PATH", "/nowhere"))).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aPagerThatIsMissingIsNotStarted(@TempDir Path bin) throws IOException {
        Map<String, String> env = Map.of("PAGER", "nosuch -x", "PATH", bin.toString());
        assertThat(Pager.command(env)).isEmpty();
        Path less = Files.createFile(bin.resolve("less"));
        assertThat(less.toFile().setExecutable(true)).isTrue();
        assertThat(Pager.command(env)).isEqualTo("less -FRX");
        assertThat(Pager.command(Map.of("PAGER", "less -i", "PATH", bin.toString())))
                .isEqualTo("less -i");
    }
}

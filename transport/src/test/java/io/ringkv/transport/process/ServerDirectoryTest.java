package io.ringkv.transport.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ServerDirectoryTest {
    @TempDir
    Path temp;

    private Path file(String name) throws IOException {
        Path file = temp.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "text");
    }

    @Test
    void one_that_is_missing_or_empty_is_taken() throws IOException {
        Path missing = temp.resolve("a/b");
        ServerDirectory.prepareForNode(missing);
        assertThat(missing).isDirectory();
        Path volume = file("volume/lost+found/x").getParent().getParent();
        file("volume/.bash_history");
        ServerDirectory.prepareForBoth(volume);
        ServerDirectory.prepareForCoordinator(volume);
    }

    @Test
    void what_a_start_left_that_was_cut_short_is_taken() throws IOException {
        file("lock");
        file("identity.properties.new");
        ServerDirectory.prepareForNode(temp);
    }

    @Test
    void its_own_is_taken_whatever_else_is_in_it() throws IOException {
        file("coordinator.properties");
        file("notes");
        ServerDirectory.prepareForCoordinator(temp);
    }

    @Test
    void one_of_the_other_role_is_refused() throws IOException {
        file("coordinator.properties");
        assertThatThrownBy(() -> ServerDirectory.prepareForNode(temp))
                .hasMessageContaining(
                        "belongs to a coordinator; give this storage node a directory");
        assertThatThrownBy(() -> ServerDirectory.prepareForBoth(temp))
                .hasMessageContaining("belongs to a coordinator");
    }

    @Test
    void one_with_other_files_is_refused_by_name() throws IOException {
        file("log");
        file("thesis.tex");
        assertThatThrownBy(() -> ServerDirectory.prepareForNode(temp))
                .isInstanceOf(ServerMain.Explained.class)
                .hasMessageContaining(
                        "has other files in it, and none of a storage node: log, thesis.tex; name an"
                                + " empty one");
    }

    @Test
    void the_one_below_that_may_be_meant_is_named() throws IOException {
        file("process");
        file("data/coordinator.properties");
        assertThatThrownBy(() -> ServerDirectory.prepareForCoordinator(temp))
                .hasMessageContaining(
                        temp.resolve("data") + " belongs to a coordinator: is that the one?");
    }
}

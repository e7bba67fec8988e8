package io.ringkv.transport.process;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class DirectoryInUseTest {
    @TempDir
    Path temp;

    private static void assertGone(DirectoryInUse directory) {
        assertThatThrownBy(directory::requireSame)
                .isInstanceOf(ServerMain.Explained.class)
                .hasMessageContaining("removed or replaced while it was in use");
    }

    @Test
    void what_is_in_a_directory_may_change() throws IOException {
        Path path = Files.createDirectory(temp.resolve("data"));
        DirectoryInUse directory = DirectoryInUse.of(path);
        Files.writeString(path.resolve("file"), "text");
        directory.requireSame();
        Files.delete(path.resolve("file"));
        directory.requireSame();
    }

    @Test
    void one_that_is_gone_and_another_one_in_its_place_are_told() throws IOException {
        Path path = Files.createDirectory(temp.resolve("data"));
        DirectoryInUse directory = DirectoryInUse.of(path);
        Path aside = Files.move(path, temp.resolve("aside"));
        assertGone(directory);
        Files.createDirectory(path);
        assertGone(directory);
        Files.delete(path);
        Files.move(aside, path);
        directory.requireSame();
    }
}

package io.ringkv.client.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class ShellTest {
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theHistoryIsForItsOwnerAlone(@TempDir Path dir) throws IOException {
        Path history = Files.createFile(dir.resolve("history"));
        Files.setPosixFilePermissions(history, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(Shell.prepare(history)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
    }
}

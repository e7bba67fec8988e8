package io.ringkv.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The programs that the faults are made with. */
final class Tools {
    private Tools() {}

    /** Fails with the name of the first that is not there. */
    static void demand(String... tools) {
        for (String tool : tools) {
            boolean there = Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
                    .anyMatch(dir -> Files.isExecutable(Path.of(dir, tool)));
            assertThat(there)
                    .as("the program %s, which the fault tests need, is installed", tool)
                    .isTrue();
        }
    }
}

package io.ringkv.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.client.core.ClientCore;
import io.ringkv.coordinator.core.CoordinatorCore;
import io.ringkv.node.core.NodeCore;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Every class of every core runs in the simulator: one that it never loads is not what was tried. */
@Tag("seeds")
class CoreCoverageTest {
    @Test
    void the_simulator_reaches_every_class_of_every_core() throws Exception {
        Set<String> unreached = new TreeSet<>();
        for (Class<?> core : List.of(NodeCore.class, CoordinatorCore.class, ClientCore.class)) {
            unreached.addAll(classesBeside(core));
        }
        assertThat(unreached).hasSizeGreaterThan(50);
        Path log = Files.createTempFile("classes", ".log");
        run(log);
        try (Stream<String> lines = Files.lines(log)) {
            lines.forEach(
                    line -> unreached.remove(line.replaceFirst(".*\\] ", "").split(" ")[0]));
        } finally {
            Files.delete(log);
        }
        assertThat(unreached).as("cores that no seed reaches").isEmpty();
    }

    private static void run(Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load:file=" + log + "::filecount=0",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimCommand.class.getName(),
                        "--seeds",
                        "1..20")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** The compiled classes of a core's package, from its folder or its jar. */
    private static Set<String> classesBeside(Class<?> core) throws IOException, URISyntaxException {
        URI place = core.getProtectionDomain().getCodeSource().getLocation().toURI();
        String folder = core.getPackageName().replace('.', '/');
        if (place.getPath().endsWith(".jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(Path.of(place), Map.of())) {
                return classesIn(jar.getPath(folder), core.getPackageName());
            }
        }
        return classesIn(Path.of(place).resolve(folder), core.getPackageName());
    }

    private static Set<String> classesIn(Path folder, String packageName) throws IOException {
        Set<String> classes = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    // What the compiler makes for a switch over an enum is nobody's code.
                    .filter(name -> !name.matches(".*\\$\\d+\\.class"))
                    .forEach(name ->
                            classes.add(packageName + "." + name.substring(0, name.length() - 6)));
        }
        return classes;
    }
}

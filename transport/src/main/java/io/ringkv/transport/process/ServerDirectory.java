package io.ringkv.transport.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The directory of {@code --data-dir}, before a server opens what is in it. */
public final class ServerDirectory {
    private static final Role NODE = new Role(
            "storage node",
            "identity.properties",
            Set.of("lock", "view", "store", "quarantine", "ballast", "native"));
    private static final Role COORDINATOR =
            new Role("coordinator", "coordinator.properties", Set.of("lock", "log", "quarantine"));
    private static final Role BOTH =
            new Role("server", "coordinator", Set.of("coordinator", "node"));
    /** What file systems and people leave in the root of a volume. */
    private static final Set<String> ANYWHERE = Set.of("lost+found");

    private ServerDirectory() {}

    /**
     * @param name for people
     * @param mark what its directory has from the first start on
     * @param names of what else a start that was cut short may have left without the mark
     */
    private record Role(String name, String mark, Set<String> names) {
        boolean has(Path directory) {
            return Files.exists(directory.resolve(mark));
        }

        boolean knows(String name) {
            return names.contains(name) || name.startsWith(mark) || name.startsWith(".");
        }
    }

    /** For a storage node; one of a coordinator, or with other files, is refused. */
    public static void prepareForNode(Path directory) {
        prepare(directory, NODE, List.of(COORDINATOR));
    }

    /** For a coordinator; one of a storage node, or with other files, is refused. */
    public static void prepareForCoordinator(Path directory) {
        prepare(directory, COORDINATOR, List.of(NODE));
    }

    /** For a process with both roles, which have directories below; one of a single role is refused. */
    public static void prepareForBoth(Path directory) {
        prepare(directory, BOTH, List.of(COORDINATOR, NODE));
    }

    private static void prepare(Path directory, Role role, List<Role> others) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw unusable(directory, "created", e);
        }
        for (Role other : others) {
            if (other.has(directory)) {
                throw refused(
                        directory,
                        "belongs to a " + other.name + "; give this " + role.name
                                + " a directory of its own");
            }
        }
        if (!role.has(directory)) {
            refuseForeignFiles(directory, role, names(directory));
        }
    }

    private static ServerMain.Explained unusable(Path directory, String how, IOException cause) {
        return new ServerMain.Explained(
                "the data directory " + directory + " cannot be " + how + ": " + why(cause)
                        + "; check --data-dir and its permissions, or choose another",
                cause);
    }

    /** Whoever names the wrong directory by mistake would begin with nothing, and mix its files with others. */
    private static void refuseForeignFiles(Path directory, Role role, List<String> found) {
        List<String> foreign = found.stream()
                .filter(name -> !role.knows(name) && !ANYWHERE.contains(name))
                .toList();
        if (!foreign.isEmpty()) {
            String meant = found.stream()
                    .map(directory::resolve)
                    .filter(role::has)
                    .map(below ->
                            "; " + below + " belongs to a " + role.name + ": is that the one?")
                    .findFirst()
                    .orElse("; name an empty one");
            throw refused(
                    directory,
                    "has other files in it, and none of a " + role.name + ": "
                            + foreign.stream().limit(5).collect(Collectors.joining(", "))
                            + (foreign.size() > 5 ? ", ..." : "") + meant);
        }
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw unusable(directory, "read", e);
        }
    }

    private static ServerMain.Explained refused(Path directory, String why) {
        return new ServerMain.Explained("the data directory " + directory + " " + why, null);
    }

    /** Its parents are made with it, so nothing is missing: a file system such as /proc takes no directories. */
    private static String why(IOException cause) {
        return cause instanceof NoSuchFileException
                ? "the file system there takes none"
                : FileProblem.why(cause);
    }
}

package io.ringkv.transport.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The directory of {@code --data-dir}, before a server opens what is in it. */
public final class ServerDirectory {
    private static final String NODE_FILE = "identity.properties";
    private static final String COORDINATOR_FILE = "coordinator.properties";

    private ServerDirectory() {}

    /** For a storage node; one of a coordinator is refused. */
    public static void prepareForNode(Path directory) {
        prepare(directory, COORDINATOR_FILE, "a coordinator; give this node");
    }

    /** For a coordinator; one of a storage node is refused. */
    public static void prepareForCoordinator(Path directory) {
        prepare(directory, NODE_FILE, "a storage node; give the coordinator");
    }

    /** For a process with both roles, which have directories below; one of a single role is refused. */
    public static void prepareForBoth(Path directory) {
        prepare(directory, COORDINATOR_FILE, "a coordinator; give this server");
        prepare(directory, NODE_FILE, "a storage node; give this server");
    }

    private static void prepare(Path directory, String foreign, String whose) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ServerMain.Explained(
                    "the data directory " + directory + " cannot be created: " + why(e)
                            + "; check --data-dir and its permissions, or choose another",
                    e);
        }
        if (Files.exists(directory.resolve(foreign))) {
            throw new ServerMain.Explained(
                    "the data directory " + directory + " belongs to " + whose
                            + " a directory of its own",
                    null);
        }
    }

    /** Its parents are made with it, so nothing is missing: a file system such as /proc takes no directories. */
    private static String why(IOException cause) {
        return cause instanceof NoSuchFileException
                ? "the file system there takes none"
                : FileProblem.why(cause);
    }
}

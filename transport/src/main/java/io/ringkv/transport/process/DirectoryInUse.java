package io.ringkv.transport.process;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The data directory that a process has opened. When somebody removes it, or puts another one in its place, open files
 * go on to take what is written, and the next start finds nothing of it: such a process must not go on.
 */
public final class DirectoryInUse {
    private final Path directory;
    private final @Nullable Object key;

    private DirectoryInUse(Path directory, @Nullable Object key) {
        this.directory = directory;
        this.key = key;
    }

    /** The directory as it is now. */
    public static DirectoryInUse of(Path directory) {
        try {
            return new DirectoryInUse(directory, key(directory));
        } catch (IOException e) {
            throw gone(directory, e);
        }
    }

    /** @throws ServerMain.Explained when it is there no more, or another one is */
    public void requireSame() {
        Object now;
        try {
            now = key(directory);
        } catch (NoSuchFileException e) {
            throw gone(directory, e);
        } catch (IOException e) {
            throw new ServerMain.Explained(
                    "the data directory " + directory + " cannot be looked at any more: "
                            + FileProblem.why(e) + "; mend that, then start this process again",
                    e);
        }
        if (key != null && !key.equals(now)) {
            throw gone(directory, null);
        }
    }

    /** Null on systems that do not tell. */
    private static @Nullable Object key(Path directory) throws IOException {
        return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    }

    private static ServerMain.Explained gone(Path directory, @Nullable IOException cause) {
        return new ServerMain.Explained(
                "the data directory " + directory + " was removed or replaced while it was in use:"
                        + " nothing that is written now would be found again. Put it back if you"
                        + " can, then start this process again",
                cause);
    }
}

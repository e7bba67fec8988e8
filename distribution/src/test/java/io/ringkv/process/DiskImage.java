package io.ringkv.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A file system of its own, in a file beside the directory where it is mounted: small enough to be filled, and with a
 * power that can be cut, after which what was not synced is gone. Needs root and xfsprogs.
 */
public final class DiskImage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String FILLER = "filler";

    /** Above the 95 % from which a node takes no values, and with more left than what tests write. */
    private static final double NEARLY_ALL = 0.965;

    private final Path directory;
    private final Path image;
    private boolean mounted;

    private DiskImage(Path directory) {
        this.directory = directory;
        this.image = directory.resolveSibling(directory.getFileName() + ".img");
    }

    /** A new one, mounted. */
    static DiskImage at(Path directory, int megabytes) {
        DiskImage disk = new DiskImage(directory);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        disk.run("truncate", "--size=" + megabytes + "M", disk.image.toString());
        disk.run("mkfs.xfs", "-q", disk.image.toString());
        disk.mount();
        return disk;
    }

    public Path directory() {
        return directory;
    }

    public void mount() {
        mount("rw");
    }

    void mountReadOnly() {
        mount("ro");
    }

    private void mount(String how) {
        run("mount", "-o", "loop," + how, image.toString(), directory.toString());
        mounted = true;
    }

    /** Nothing reaches the disk any more, and what had not reached it is lost; every call to it fails. */
    public void cutPower() {
        run("xfs_io", "-x", "-c", "shutdown", directory.toString());
    }

    /** After its last process has ended; the system may still be about to notice that. */
    public void unmount() {
        if (mounted) {
            Await.until(
                    "nobody holds " + directory,
                    PATIENCE,
                    () -> exitCode("umount", directory) == 0);
            Await.until(
                    "the loop device of " + image + " is free",
                    PATIENCE,
                    () -> Tool.run(image.getParent(), "", "losetup", "-j", image.toString())
                            .out()
                            .isEmpty());
            mounted = false;
        }
    }

    /** Takes space until only so many bytes are left. */
    public void fillUpTo(long bytesLeft) {
        try {
            FileStore store = Files.getFileStore(directory);
            Path filler = directory.resolve(FILLER);
            long held = Files.exists(filler) ? Files.size(filler) : 0;
            // Only what is added: space is reserved for all that is asked for, also where there is
            // some.
            run(
                    "fallocate",
                    "--offset=" + held,
                    "--length=" + (store.getUsableSpace() - bytesLeft),
                    filler.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So far that its node refuses values. */
    public void fillNearly() {
        fillUpTo((long) (totalBytes() * (1 - NEARLY_ALL)));
    }

    private long totalBytes() {
        try {
            return Files.getFileStore(directory).getTotalSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void giveSpaceBack() {
        try {
            Files.deleteIfExists(directory.resolve(FILLER));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        unmount();
        try {
            Files.deleteIfExists(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int exitCode(String tool, Path argument) {
        return Tool.run(image.getParent(), "", tool, argument.toString()).exitCode();
    }

    private void run(String... command) {
        Tool.demand(image.getParent(), command);
    }
}

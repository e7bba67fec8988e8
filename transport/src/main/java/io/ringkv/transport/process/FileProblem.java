package io.ringkv.transport.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Why a file or directory cannot be used, in words: what the file system throws often names nothing but a path. */
public final class FileProblem {
    private FileProblem() {}

    public static String why(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (cause instanceof AccessDeniedException) {
            return "this user may not";
        }
        String reason =
                cause instanceof FileSystemException named ? named.getReason() : cause.getMessage();
        return reason == null
                ? "the file system refuses it"
                : reason.substring(0, 1).toLowerCase(Locale.ROOT) + reason.substring(1);
    }
}

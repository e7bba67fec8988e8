package io.ringkv.transport.process;

import java.util.function.Consumer;

/** A command that starts a process which runs until it is stopped. */
public interface ServerCommand {
    /** Reads the options into what {@link #start} needs. */
    void check(Problems problems);

    /**
     * Starts everything, and returns once it serves.
     *
     * @param onFailure takes what the process cannot go on after, from any thread
     */
    Running start(Consumer<Throwable> onFailure) throws Exception;

    /** A started process. */
    interface Running {
        /** One line for whoever waits for the start. */
        String ready();

        /** Stops in order: everything is on the disk when it returns. */
        void stop();
    }
}

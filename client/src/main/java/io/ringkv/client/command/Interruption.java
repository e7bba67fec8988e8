package io.ringkv.client.command;

import java.util.concurrent.atomic.AtomicBoolean;

/** Says what is not known, when a person or the system ends a command that has sent a write and waits. */
final class Interruption implements AutoCloseable {
    private final AtomicBoolean waiting = new AtomicBoolean(true);
    private final Thread hook;

    /** @param say tells it; on the thread that ends the process */
    Interruption(Runnable say) {
        hook = new Thread(
                () -> {
                    if (waiting.get()) {
                        say.run();
                    }
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        waiting.set(false);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends already.
        }
    }
}

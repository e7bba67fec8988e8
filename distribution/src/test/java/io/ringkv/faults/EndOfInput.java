package io.ringkv.faults;

import java.io.IOException;

/** Tells a client process that whoever started it wants no more of it, or has ended. */
final class EndOfInput {
    private volatile boolean reached;

    EndOfInput() {
        Thread thread = new Thread(this::await, "end-of-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void await() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        reached = true;
    }

    boolean reached() {
        return reached;
    }
}

package io.ringkv.node.store;

import io.ringkv.node.port.StoreException;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps calls out of a closed native store, where they would crash the process: calls pass side by side, and closing
 * waits for those inside.
 */
final class OpenGate {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final String what;
    private boolean closed;

    OpenGate(String what) {
        this.what = what;
    }

    /** Pairs with {@link #leave}. */
    void enter() {
        lock.readLock().lock();
        if (closed) {
            lock.readLock().unlock();
            throw new StoreException(StoreException.Kind.IO, what + " is closed");
        }
    }

    void leave() {
        lock.readLock().unlock();
    }

    /** Runs the action once, alone; later calls do nothing. */
    void closeOnce(Runnable action) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                action.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Runs the action unless the store has closed meanwhile, which then has done it. */
    void ifOpen(Runnable action) {
        lock.readLock().lock();
        try {
            if (!closed) {
                action.run();
            }
        } finally {
            lock.readLock().unlock();
        }
    }
}

package io.ringkv.client.command;

import io.ringkv.client.CannotConnectException;
import io.ringkv.client.ConflictException;
import io.ringkv.client.KvException;
import io.ringkv.protocol.ErrorClass;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Status;

/** What {@code kv} exits with. Scripts depend on these numbers, so they never change. */
public final class ExitCode {
    public static final int OK = 0;
    /** Not found, or the condition did not hold. */
    public static final int NOT_FOUND = 1;

    public static final int USAGE = 2;
    public static final int CANNOT_CONNECT = 3;
    public static final int REJECTED = 4;
    public static final int UNKNOWN = 5;
    public static final int NOT_ALLOWED = 6;
    public static final int BUSY = 7;
    /** Too few replicas can be reached. */
    public static final int LEVEL_NOT_REACHABLE = 8;

    /** A check found problems. */
    public static final int FOUND_PROBLEMS = 9;

    public static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(Reply reply) {
        ErrorClass errorClass = reply.errorClass();
        if (errorClass != null) {
            return errorClass.exitCode();
        }
        boolean nothing = reply.status() == Status.NOT_FOUND || reply.status() == Status.CONFLICT;
        return nothing ? NOT_FOUND : OK;
    }

    /** Of an exception that a command ended with. */
    static int of(Throwable failure) {
        if (failure instanceof CommandException own) {
            return own.exitCode();
        }
        if (failure instanceof CannotConnectException) {
            return CANNOT_CONNECT;
        }
        if (failure instanceof KvException refused) {
            return refused.errorClass().exitCode();
        }
        return failure instanceof ConflictException ? NOT_FOUND : REJECTED;
    }
}

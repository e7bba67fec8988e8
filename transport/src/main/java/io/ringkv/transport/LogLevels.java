package io.ringkv.transport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import java.util.List;

/** {@code LOG_LEVEL}: how much this process logs, until it is set again or the process ends. */
final class LogLevels {
    private static final String OURS = "io.ringkv";
    private static final List<Level> LEVELS =
            List.of(Level.OFF, Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG, Level.TRACE);

    private LogLevels() {}

    /** @param trusted whether whoever asks may change what this process does */
    static Reply set(Request request, boolean trusted) {
        if (!trusted) {
            return Reply.error(
                    ErrorCode.NOT_AUTHORIZED,
                    "LOG_LEVEL is taken from this machine only; send it from there");
        }
        int last = request.arguments().size() - 1;
        String logger = last == 0 ? OURS : request.argument(0);
        Level level = named(request.argument(last));
        if (level == null) {
            return Reply.error(
                    ErrorCode.BAD_ARGUMENT,
                    "there is no such log level; use one of off, error, warn, info, debug, trace");
        }
        if (!logger.matches("[A-Za-z0-9._$-]{1,200}")) {
            return Reply.error(
                    ErrorCode.BAD_ARGUMENT,
                    "a logger has the name of a class or a package, such as io.ringkv.node, or root");
        }
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return Reply.error(
                    ErrorCode.UNSUPPORTED, "this process logs by a library that has no levels");
        }
        Logger changed = context.getLogger(logger);
        Level before = changed.getEffectiveLevel();
        changed.setLevel(level);
        return Reply.ok()
                .with("logger", logger)
                .with("old", before.levelStr)
                .with("new", level.levelStr);
    }

    private static @Nullable Level named(String name) {
        for (Level level : LEVELS) {
            if (level.levelStr.equalsIgnoreCase(name)) {
                return level;
            }
        }
        return null;
    }
}

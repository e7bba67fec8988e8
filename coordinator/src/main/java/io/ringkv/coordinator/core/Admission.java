package io.ringkv.coordinator.core;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Port;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * Whether what a node says of itself can stand in the log and in views. A word that cannot be read back would stop
 * every process that reads it, again at each start.
 */
final class Admission {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%\\[\\]-]{1,255}");
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9._:/=-]{0,128}");
    private static final long WEIGHT_MAX = 1_000;

    private Admission() {}

    /** Null when it can. */
    static @Nullable Reply refusal(Request registration) {
        String what = wrong(registration);
        return what == null
                ? null
                : Reply.error(
                        ErrorCode.BAD_ARGUMENT,
                        what + "; nothing was registered. As in: REGISTER_NODE n1 10.0.0.1 5001");
    }

    /** Null when it can, of {@code ADD_COORDINATOR}. */
    static @Nullable Reply wrongCoordinator(Request request) {
        boolean wrong = !WORD.matcher(request.argument(0)).matches()
                || !HOST.matcher(request.argument(1)).matches();
        for (int i = 2; i < request.arguments().size(); i++) {
            wrong |= !Port.isPort(request.argument(i));
        }
        return wrong
                ? Reply.error(
                        ErrorCode.BAD_ARGUMENT,
                        "a coordinator has an id, a host, a port, and the port of its log, if that is"
                                + " not 1000 above; nothing was changed. As in: ADD_COORDINATOR c2"
                                + " 10.0.0.2 5000")
                : null;
    }

    private static @Nullable String wrong(Request request) {
        if (request.arguments().size() != 3) {
            return "a node registers with its id, its host and its port";
        }
        if (!WORD.matcher(request.argument(0)).matches()) {
            return "a node id is 1 to 128 letters, digits and . _ : -";
        }
        if (!HOST.matcher(request.argument(1)).matches()) {
            return "this is no host name or address";
        }
        if (!Port.isPort(request.argument(2))) {
            return "a port is a number from 1 to " + Port.MAX;
        }
        String dataId = request.option(Option.DATA_ID);
        if (dataId != null && !WORD.matcher(dataId).matches()) {
            return "a data id is 1 to 128 letters, digits and . _ : -";
        }
        String zone = request.option(Option.ZONE);
        if (zone != null && !ZONE.matcher(zone).matches()) {
            return "a zone is up to 128 letters, digits and . _ : / = -";
        }
        long weight = request.longOption(Option.WEIGHT, 1);
        return weight < 1 || weight > WEIGHT_MAX
                ? "a weight is a number from 1 to " + WEIGHT_MAX
                : null;
    }
}

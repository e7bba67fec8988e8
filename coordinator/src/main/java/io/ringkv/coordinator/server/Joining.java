package io.ringkv.coordinator.server;

import io.ringkv.coordinator.port.LogMember;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.actor.SaidLately;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.transport.process.Address;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Which log a coordinator with several others belongs to. A new log begins only once all its members are there: one
 * whose disk was lost must not take part in it as if it had never promised anything. Where the others have a log, this
 * one is taken into it anew, as a member without a past.
 */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger("io.ringkv.coordinator");
    private static final long LOOK_AGAIN_NANOS = 200_000_000L;
    private static final long TRY_AGAIN_NANOS = 500_000_000L;

    private final LogMember self;
    private final List<LogMember> others;
    private final String secret;
    private final SaidLately said = new SaidLately();

    /** @param members those that were configured, this one among them */
    Joining(LogMember self, List<LogMember> members, String secret) {
        this.self = self;
        this.others = members.stream()
                .filter(member -> !member.id().equals(self.id()))
                .toList();
        this.secret = secret;
    }

    /** What the others have; the log is null where they begin with this one. */
    record Found(@Nullable String log, boolean listed) {
        static final Found NOTHING = new Found(null, true);
    }

    /** The others serve another cluster than the one of this directory: that is said, and this one does not start. */
    void refuseForeign(String cluster) throws IOException {
        for (LogMember other : others) {
            Reply greeting;
            try (OtherCoordinator asked =
                    OtherCoordinator.connect(other.coordinator(), secret, cluster)) {
                greeting = asked.greeting();
            } catch (IOException away) {
                continue;
            }
            if (greeting.isError(ErrorCode.WRONG_CLUSTER)) {
                throw new IOException("the data directory of " + self.id() + " belongs to cluster "
                        + cluster + ", and " + other.coordinator() + " serves another one: "
                        + greeting.text() + ". Give --peers of its own cluster, or start "
                        + self.id() + " with an empty --data-dir");
            }
            requireWelcome(other, greeting);
        }
    }

    private void requireWelcome(LogMember other, Reply greeting) throws IOException {
        if (greeting.isError()) {
            throw new IOException(
                    other.coordinator() + " does not let " + self.id() + " in: " + greeting.text());
        }
        String id = greeting.field("id");
        if (id != null && !id.equals(other.id())) {
            throw new IOException("--peers says that " + other.coordinator() + " is "
                    + other.id() + ", and there answers " + id
                    + "; give all coordinators the same --peers, and each its own --id");
        }
    }

    /** Waits until all others are there, or one of them has a log. */
    Found find() throws IOException {
        while (true) {
            int here = 0;
            for (LogMember other : others) {
                Found found = look(other);
                if (found != null && found.log != null) {
                    return found;
                }
                here += found == null ? 0 : 1;
            }
            if (here == others.size()) {
                return Found.NOTHING;
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** Null of one that does not answer. */
    private @Nullable Found look(LogMember other) throws IOException {
        try (OtherCoordinator asked = OtherCoordinator.connect(other.coordinator(), secret, "")) {
            Reply greeting = asked.greeting();
            requireWelcome(other, greeting);
            String cluster = greeting.field("cluster");
            if (cluster == null || cluster.isEmpty()) {
                return Found.NOTHING;
            }
            byte[] block = asked.ask(Request.of(Verb.GET_VIEW)).block();
            View view = block == null ? View.none() : ViewCodec.decode(block);
            if (view.epoch() == 0) {
                say("waits for " + other.coordinator() + ", which has a log and no leader yet;"
                        + " start the other coordinators");
                return null;
            }
            return new Found(greeting.field("log"), isListed(view));
        } catch (java.net.SocketException | java.net.SocketTimeoutException away) {
            say("waits for " + other.coordinator() + ", which does not answer yet: a new group"
                    + " begins once all of --peers are there");
            return null;
        }
    }

    /** One of this id at another address is another process, which may be alive. */
    private boolean isListed(View view) throws IOException {
        for (Coordinator one : view.coordinators()) {
            if (one.id().equals(self.id())) {
                requireHere(one);
                return true;
            }
        }
        return false;
    }

    private void requireHere(Coordinator listed) throws IOException {
        Address here = Address.parse(self.coordinator().address());
        if (!Address.parse(listed.address()).isSameAs(here)) {
            throw new IOException("the others know coordinator " + listed.id() + " at "
                    + listed.address() + ", and here it is to be at " + here
                    + ". Give each coordinator its own --id. To move one, " + Coordinator.MOVING);
        }
    }

    /** What its lost disk had promised is promised to nobody any more. */
    void leaveFirst() throws IOException {
        say("the others know " + self.id() + " already, and this directory is empty: it joins them"
                + " anew");
        askUntilDone(
                Request.builder(Verb.REMOVE_COORDINATOR).argument(self.id()).build());
    }

    void enter() throws IOException {
        Coordinator here = self.coordinator();
        askUntilDone(Request.builder(Verb.ADD_COORDINATOR)
                .argument(here.id())
                .argument(here.host())
                .argument(Integer.toString(here.port()))
                .argument(Integer.toString(self.logPort()))
                .build());
    }

    private void askUntilDone(Request request) throws IOException {
        for (int tries = 0; ; tries++) {
            LogMember other = others.get(tries % others.size());
            Reply reply = answered(other, request);
            if (reply != null && reply.isError(ErrorCode.BAD_ARGUMENT)) {
                throw new IOException(reply.text());
            }
            // It may be gone already, by an earlier try.
            if (reply != null && (reply.isOk() || reply.isError(ErrorCode.NOT_FOUND_NODE))) {
                return;
            }
            say(
                    reply == null
                            ? other.coordinator() + " does not answer"
                            : other.coordinator() + " says: " + reply.text());
            LockSupport.parkNanos(TRY_AGAIN_NANOS);
        }
    }

    private @Nullable Reply answered(LogMember other, Request request) {
        try (OtherCoordinator asked = OtherCoordinator.connect(other.coordinator(), secret, "")) {
            return asked.ask(request);
        } catch (IOException away) {
            return null;
        }
    }

    private void say(String what) {
        if (said.isNews(System.nanoTime(), what)) {
            LOG.info(what);
        }
    }
}

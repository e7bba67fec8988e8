package io.ringkv.coordinator.core;

import io.ringkv.coordinator.port.LogGroup;
import io.ringkv.coordinator.port.LogMember;
import io.ringkv.coordinator.port.MetadataLog;
import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Coordinator;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/**
 * {@code ADD_COORDINATOR}, {@code REMOVE_COORDINATOR} and {@code LIST_COORDINATORS}: who keeps the log. One change at a
 * time, and none that leaves a group without a majority that is here.
 */
final class CoordinatorMembers {
    private static final int LOG_PORT_BEHIND = 1_000;

    private final MetadataLog log;
    private final Consumer<String> journal;
    private @Nullable Consumer<Reply> underWay;
    private String what = "";
    private long number;

    CoordinatorMembers(MetadataLog log, Consumer<String> journal) {
        this.log = log;
        this.journal = journal;
    }

    Reply list() {
        LogGroup group = log.group();
        Reply reply = Reply.ok();
        for (Coordinator one : group.members()) {
            String role = group.away().contains(one.id())
                    ? "away"
                    : one.id().equals(group.leader()) ? "leader" : "follower";
            reply = reply.withItem(
                    Item.of("COORDINATOR", one.id(), one.address()).with("role", role));
        }
        return reply.with("leader", group.hasLeader() ? group.leader() : "-");
    }

    /** Of the leader. What is so already is answered as if it had come about. */
    void change(Request request, Consumer<Reply> answer) {
        Reply known = underWay == null ? answerAtOnce(request) : busy();
        if (known != null) {
            answer.accept(known);
            return;
        }
        underWay = answer;
        what = (request.verb() == Verb.ADD_COORDINATOR ? "added " : "removed ")
                + request.argument(0);
        number++;
        if (request.verb() == Verb.ADD_COORDINATOR) {
            log.add(number, member(request));
        } else {
            log.remove(number, request.argument(0));
        }
    }

    private static Reply busy() {
        return Reply.error(
                ErrorCode.UNAVAILABLE,
                "another change of the coordinators is under way; nothing was changed. Try again"
                        + " when that is over");
    }

    private @Nullable Reply answerAtOnce(Request request) {
        return request.verb() == Verb.ADD_COORDINATOR
                ? notToAdd(request)
                : notToRemove(request.argument(0));
    }

    private @Nullable Reply notToAdd(Request request) {
        Reply wrong = Admission.wrongCoordinator(request);
        if (wrong != null) {
            return wrong;
        }
        Coordinator added = member(request).coordinator();
        List<Coordinator> members = log.group().members();
        if (members.contains(added)) {
            return Reply.ok().with("coordinators", members.size());
        }
        for (Coordinator one : members) {
            if (one.id().equals(added.id()) || one.address().equals(added.address())) {
                return refused(one + " is a coordinator already; remove it first, or give the new"
                        + " one an id and an address of its own");
            }
        }
        return null;
    }

    private @Nullable Reply notToRemove(String id) {
        LogGroup group = log.group();
        boolean known = group.members().stream().anyMatch(one -> one.id().equals(id));
        if (!known) {
            return Reply.error(
                    ErrorCode.NOT_FOUND_NODE,
                    "there is no coordinator " + id + "; see: kv coordinators list");
        }
        int left = group.members().size() - 1;
        if (left == 0) {
            return refused(id + " is the only coordinator, and a cluster needs one; add another one"
                    + " first");
        }
        int here = left - group.away().size() + (group.away().contains(id) ? 1 : 0);
        if (here <= left / 2) {
            return Reply.error(
                    ErrorCode.UNAVAILABLE,
                    "without " + id + " only " + here + " of " + left
                            + " coordinators would be here, and none could lead; nothing was"
                            + " changed. Start those that are away first, or remove them");
        }
        if (id.equals(group.self())) {
            log.handLeadOver();
            return Reply.error(
                    ErrorCode.UNAVAILABLE,
                    id + " leads, and hands the lead over first; nothing was changed yet. Try"
                            + " again");
        }
        return null;
    }

    private static Reply refused(String why) {
        return Reply.error(ErrorCode.BAD_ARGUMENT, why);
    }

    private static LogMember member(Request request) {
        int port = Integer.parseInt(request.argument(2));
        int logPort = request.arguments().size() > 3
                ? Integer.parseInt(request.argument(3))
                : port + LOG_PORT_BEHIND;
        return new LogMember(
                new Coordinator(request.argument(0), request.argument(1), port), logPort);
    }

    void changed(long which, String problem) {
        Consumer<Reply> answer = underWay;
        if (answer == null || which != number) {
            return;
        }
        underWay = null;
        if (problem.isEmpty()) {
            journal.accept("the coordinators have " + what);
            answer.accept(Reply.ok().with("coordinators", log.group().members().size()));
        } else {
            answer.accept(Reply.error(
                    ErrorCode.UNAVAILABLE,
                    "the coordinators have not " + what + ": " + problem
                            + ". Is that one started, and reached from the others?"));
        }
    }
}

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
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * {@code ADD_COORDINATOR}, {@code REMOVE_COORDINATOR} and {@code LIST_COORDINATORS}: who keeps the log. One change at a
 * time, and none that leaves a group without a majority that is here.
 */
final class CoordinatorMembers {
    private static final int LOG_PORT_BEHIND = 1_000;

    private final MetadataLog log;
    private final Metadata metadata;
    private final Moves moves;
    private final Introduction introduction;
    private final Consumer<String> journal;
    private final List<Consumer<Reply>> asked = new ArrayList<>();
    /** Where the others look for an id, whether it is one of them still or not. */
    private final Map<String, String> placeOf = new LinkedHashMap<>();

    private @Nullable Request underWay;
    private long number;

    CoordinatorMembers(
            MetadataLog log,
            Metadata metadata,
            Moves moves,
            Introduction introduction,
            Consumer<String> journal) {
        this.log = log;
        this.metadata = metadata;
        this.moves = moves;
        this.introduction = introduction;
        this.journal = journal;
    }

    /** Notes where each of them is, once a leader confirms that they are the ones. */
    void tick() {
        LogGroup group = log.group();
        if (group.hasLeader()) {
            group.members().forEach(one -> placeOf.put(one.id(), one.address()));
        }
    }

    /** {@code LIST_COORDINATORS}; without a leader each knows only of itself that it is there. */
    Reply list() {
        LogGroup group = log.group();
        Reply reply = Reply.ok();
        for (Coordinator one : group.members()) {
            Item item = Item.of("COORDINATOR", one.id(), one.address())
                    .with("role", role(one.id(), group));
            String disk = group.disk(one.id());
            reply = reply.withItem(disk.isEmpty() ? item : item.with("disk", disk));
        }
        return reply.with("leader", group.hasLeader() ? group.leader() : "-");
    }

    private static String role(String id, LogGroup group) {
        if (!group.hasLeader()) {
            return id.equals(group.self()) ? "follower" : "unknown";
        }
        return group.away().contains(id)
                ? "away"
                : id.equals(group.leader()) ? "leader" : "follower";
    }

    /** Of the leader. What is so already is answered as if it had come about; who asks again for what is under way waits for it. */
    void change(long now, Request request, Consumer<Reply> answer) {
        if (isUnderWay(request)) {
            asked.add(answer);
            return;
        }
        Reply known = underWay == null ? answerAtOnce(request) : busy();
        if (known != null) {
            answer.accept(known);
            return;
        }
        underWay = request;
        asked.add(answer);
        long mine = ++number;
        if (request.verb() == Verb.ADD_COORDINATOR) {
            LogMember added = member(request);
            introduction.ask(now, added, greeting -> {
                if (greeting.isOk()) {
                    String disk = greeting.field("disk");
                    log.add(mine, added.withDisk(disk == null ? "" : disk));
                } else {
                    end(greeting);
                }
            });
        } else {
            log.remove(mine, request.argument(0));
        }
    }

    private boolean isUnderWay(Request request) {
        return underWay != null
                && underWay.verb() == request.verb()
                && words(underWay).equals(words(request));
    }

    private static List<String> words(Request request) {
        return IntStream.range(0, request.arguments().size())
                .mapToObj(request::argument)
                .toList();
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
        String before = placeOf.get(added.id());
        return before == null || before.equals(added.address())
                ? null
                : refused(added.id() + " was a coordinator at " + before
                        + ", where the others would"
                        + " look for it; nothing was changed. To move it, " + Coordinator.MOVING);
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
        boolean takesItsNodeAlong = !group.away().contains(id)
                && group.members().stream()
                        .anyMatch(one -> one.id().equals(id) && hasNeededNode(one));
        if (takesItsNodeAlong) {
            return Reply.error(
                    ErrorCode.UNAVAILABLE,
                    id + " is a node, too, which would end with it, and holds data; nothing was"
                            + " changed. Empty it first: kv drain " + id);
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

    /** One process has both roles under one id, on one host. */
    private boolean hasNeededNode(Coordinator one) {
        Member node = metadata.view().member(one.id());
        return node != null
                && node.state() != MemberState.REMOVED
                && node.host().equals(one.host())
                && moves.isNeeded(node);
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

    /** @param problem empty when the change has come about */
    void changed(long which, String problem) {
        Request request = underWay;
        if (request == null || which != number) {
            return;
        }
        boolean adds = request.verb() == Verb.ADD_COORDINATOR;
        String id = request.argument(0);
        if (problem.isEmpty()) {
            journal.accept("the coordinators have " + (adds ? "added " : "removed ") + id);
            end(Reply.ok().with("coordinators", log.group().members().size()));
        } else {
            journal.accept("the coordinators have not " + (adds ? "added " : "removed ") + id + ": "
                    + problem);
            end(Reply.error(
                    ErrorCode.UNAVAILABLE,
                    adds
                            ? id
                                    + " answers, and could not be brought up to the others' log; nothing"
                                    + " was changed. Can the other coordinators reach its port "
                                    + member(request).logPort() + ", and it theirs?"
                            : "the other coordinators did not agree that " + id
                                    + " goes; try again"));
        }
    }

    private void end(Reply reply) {
        underWay = null;
        List<Consumer<Reply>> all = List.copyOf(asked);
        asked.clear();
        all.forEach(one -> one.accept(reply));
    }
}

package io.ringkv.node.core;

import io.ringkv.hashing.Slots;
import io.ringkv.node.port.NodeDisk;
import io.ringkv.node.port.StoreException;
import io.ringkv.node.store.MemoryStore;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.scripted.ScriptedNetwork;
import io.ringkv.protocol.view.Assignment;
import io.ringkv.protocol.view.EpochGaps;
import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.MemberState;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;
import io.ringkv.protocol.view.ViewReplies;
import io.ringkv.protocol.view.Voter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Node n1, alone with a test that plays its coordinator, its peers n2 and n3, and its clients, message by message.
 * Node nX has data id dX and incarnation X. Every step is a turn of its own.
 */
final class ScriptedNode implements NodeDisk {
    static final long SECOND = 1_000_000_000L;
    static final String KEY = "user:alice";
    static final int SLOT = Slots.of(KEY.getBytes(StandardCharsets.UTF_8));

    private static final String COORDINATOR = "coordinator:5000";
    private static final long CLIENT = 1;

    final ScriptedNetwork network = new ScriptedNetwork();
    final MemoryStore store = new MemoryStore();
    /** What it has told operators. */
    final List<String> journal = new ArrayList<>();

    final NodeCore core;
    private final Deque<Runnable> diskEvents = new ArrayDeque<>();
    private long now = 1_000 * SECOND;
    private long sequences;
    private final Deque<Runnable> heldSyncs = new ArrayDeque<>();
    private boolean holdsSyncs;
    private boolean savesViews = true;
    private boolean markedDoubtful;
    private View known = View.none();
    private String distrusted = "";

    ScriptedNode() {
        this(StoreHealth.EMPTY);
    }

    ScriptedNode(StoreHealth health) {
        this(health, Durability.OS);
    }

    ScriptedNode(StoreHealth health, Durability durability) {
        this(TestConfigs.of(List.of("coordinator"), "", durability, health));
    }

    ScriptedNode(NodeConfig config) {
        core = NodeCore.create(
                config,
                new NodePorts(
                        network,
                        store,
                        this,
                        () -> 1_700_000_000_000L + now / 1_000_000,
                        new SplittableRandom(1),
                        journal::add));
        turn(() -> core.start(now));
    }

    /** A node that has joined, is connected to both peers, and holds this view. */
    static ScriptedNode in(View view) {
        return new ScriptedNode().joined(view);
    }

    ScriptedNode joined(View view) {
        register(view);
        peer("n2");
        peer("n3");
        return this;
    }

    // ---- time and turns

    long now() {
        return now;
    }

    void turn(Runnable input) {
        input.run();
        while (!diskEvents.isEmpty()) {
            diskEvents.remove().run();
        }
        core.endTurn(now);
        while (!diskEvents.isEmpty()) {
            diskEvents.remove().run();
        }
    }

    /** Lets time pass, with a tick every 10 ms. */
    void seconds(double seconds) {
        long until = now + (long) (seconds * SECOND);
        while (now < until) {
            now += SECOND / 100;
            turn(() -> core.tick(now));
        }
    }

    @Override
    public void saveView(View view) {
        if (savesViews) {
            diskEvents.add(() -> core.viewSaved(now, view.epoch()));
        }
    }

    @Override
    public void registered(long incarnation, boolean doubtful) {
        markedDoubtful = doubtful;
    }

    /** The disk was told that it is an older copy. */
    boolean markedDoubtful() {
        return markedDoubtful;
    }

    @Override
    public void distrust(StoreException why) {
        distrusted = String.valueOf(why.getMessage());
    }

    /** Why the disk was told that its rows are not what was written; empty when it was not. */
    String distrusted() {
        return distrusted;
    }

    @Override
    public void sync(long batch) {
        Deque<Runnable> events = holdsSyncs ? heldSyncs : diskEvents;
        events.add(() -> core.synced(now, batch));
    }

    /** The disk takes its time over syncs from now on. */
    void holdSyncs() {
        holdsSyncs = true;
    }

    /** The syncs that were held come to an end. */
    void endSyncs() {
        holdsSyncs = false;
        diskEvents.addAll(heldSyncs);
        heldSyncs.clear();
        turn(() -> {});
    }

    // ---- views

    static Member member(String id) {
        return member(id, MemberState.UP, 0);
    }

    static Member member(String id, MemberState state, long lostEpoch) {
        int number = Integer.parseInt(id.substring(1));
        return new Member(id, "d" + number, number, id, 5000, "", 1, state, lostEpoch, false);
    }

    static List<Voter> voters(String... ids) {
        return Arrays.stream(ids)
                .map(id -> new Voter(id, "d" + id.substring(1)))
                .toList();
    }

    /** Every slot with this primary, on n1, n2 and n3, its preferred primary named first. */
    static View view(long epoch, long term, String primary, String preferred) {
        List<String> list = new ArrayList<>(List.of("n1", "n2", "n3"));
        list.remove(preferred);
        list.add(0, preferred);
        return view(epoch, term, primary, voters(list.toArray(String[]::new)), List.of());
    }

    static View view(
            long epoch, long term, String primary, List<Voter> voters, List<List<Voter>> prior) {
        Assignment assignment = new Assignment(
                term,
                primary,
                Integer.parseInt(primary.substring(1)),
                voters,
                List.of(),
                false,
                prior);
        return new View(
                "c",
                "",
                epoch,
                3,
                100,
                List.of(member("n1"), member("n2"), member("n3")),
                List.of(new View.Share(assignment, SlotSet.parse("" + SLOT))),
                EpochGaps.NONE);
    }

    // ---- the coordinator

    long coordinator() {
        return network.openedTo(COORDINATOR);
    }

    void register(View view) {
        register(view.epoch());
        push(view);
    }

    void register(long epoch) {
        registerAs("whole", epoch);
    }

    /** @param store what the coordinator thinks of this node's disk */
    void registerAs(String store, long epoch) {
        turn(() -> core.connected(now, coordinator()));
        Reply reply = Reply.ok().with("epoch", epoch).with("store", store);
        coordinatorAnswers(toCoordinator(Verb.REGISTER_NODE), reply);
        known = View.none();
    }

    /** The first one over a connection is the answer to the node's subscription, later ones are changes of it. */
    void push(View view) {
        View before = known;
        known = view;
        if (before.epoch() == 0) {
            coordinatorAnswers(
                    toCoordinator(Verb.SUBSCRIBE_VIEW), ViewReplies.view(view, before.epoch()));
            return;
        }
        Push push = Push.of("VIEW")
                .with("base", Long.toString(before.epoch()))
                .withBlock(ViewCodec.encodeChange(before, view));
        turn(() -> core.push(now, coordinator(), push));
    }

    /** The newest request of this kind to the coordinator. */
    Request toCoordinator(Verb verb) {
        return newest(coordinator(), verb);
    }

    void coordinatorAnswers(Request request, Reply reply) {
        turn(() -> core.reply(now, coordinator(), reply.withTag(request.tag())));
    }

    // ---- peers

    /** The peer accepts our connection, and opens its own to us. */
    void peer(String id) {
        long out = to(id);
        turn(() -> core.connected(now, out));
        turn(() -> core.reply(
                now,
                out,
                Reply.ok()
                        .with("node", id)
                        .with("data-id", "d" + id.substring(1))
                        .with("incarnation", id.substring(1))
                        .withTag("h")));
        greet(id, from(id));
    }

    void greet(String id, long connection) {
        Request hello = Request.builder(Verb.HELLO)
                .option(Option.ROLE, "node")
                .option(Option.NODE, id)
                .option(Option.TO, "n1")
                .option(Option.INCARNATION, id.substring(1))
                .argument("1")
                .build();
        turn(() -> core.accepted(now, connection, true));
        ask(connection, hello);
    }

    /** Our connection to the peer. */
    long to(String id) {
        return network.openedTo(id + ":5000");
    }

    /** The peer's connection to us. */
    static long from(String id) {
        return 100 + Long.parseLong(id.substring(1));
    }

    /** What the peer is told when it asks this. */
    Reply asks(String id, Request request) {
        return ask(from(id), request);
    }

    /** The peer asks this, which may be answered later. */
    void begins(String id, Request request) {
        turn(() -> core.request(now, from(id), ++sequences, request));
    }

    /** The answer that this request got within its turn. */
    Reply ask(long connection, Request request) {
        int before = network.answersOn(connection).size();
        turn(() -> core.request(now, connection, ++sequences, request));
        List<Reply> answers = network.answersOn(connection);
        if (answers.size() == before) {
            throw new AssertionError("no answer to " + request);
        }
        return answers.get(answers.size() - 1);
    }

    /** Everything of this kind that was sent to the peer. */
    List<Request> sentTo(String id, Verb verb) {
        return network.requestsOn(to(id)).stream()
                .filter(request -> request.verb() == verb)
                .toList();
    }

    Request newestTo(String id, Verb verb) {
        return newest(to(id), verb);
    }

    private Request newest(long connection, Verb verb) {
        return network.requestsOn(connection).stream()
                .filter(request -> request.verb() == verb)
                .reduce((older, newer) -> newer)
                .orElseThrow(() -> new AssertionError("no " + verb + " was sent"));
    }

    void answers(String id, Request request, Reply reply) {
        turn(() -> core.reply(now, to(id), reply.withTag(request.tag())));
    }

    /** The peer acknowledges its stream up to this position. */
    void acknowledges(String id, long position) {
        turn(() -> core.reply(now, to(id), Reply.ok().with("pos", position).withTag("s")));
    }

    /** The peer confirms the newest round that it was asked. */
    void confirms(String id) {
        Request confirm = newestTo(id, Verb.CONFIRM);
        answers(
                id,
                confirm,
                Reply.ok().with("round", Objects.requireNonNull(confirm.option(Option.ROUND))));
    }

    void breaks(long connection) {
        turn(() -> core.disconnected(now, connection));
    }

    /** A peer promises with what it holds, and is then in sync and has said so. */
    void takesOverWith(String id, SlotReport... reports) {
        Request question = newestTo(id, Verb.TAKE_OVER);
        answers(
                id,
                question,
                Reply.ok()
                        .with("epoch", core.epoch())
                        .withBlock(SlotReport.encode(List.of(reports))));
    }

    // ---- clients

    /** Sends without waiting; the answer is among {@link #clientAnswers} when it comes. */
    void client(Request.Builder request) {
        turn(() -> core.request(now, CLIENT, ++sequences, request.build()));
    }

    List<Reply> clientAnswers() {
        return network.answersOn(CLIENT);
    }

    Reply clientAnswer() {
        return network.answerOn(CLIENT);
    }

    /** The views that come from now on are never said to be on the disk. */
    void loseViews() {
        savesViews = false;
    }
}

package io.ringkv.protocol;

/**
 * The words about a verb, for HELP on a connection and offline: how it is written, what it does, and one example with
 * its reply. Every syntax error quotes the syntax. A verb without help does not compile.
 *
 * @param syntax one line; {@code [x]} is optional, lower case is to be replaced
 * @param summary one sentence
 * @param example a line that can be typed as it stands
 * @param reply what a healthy cluster answers to the example, its lines separated by LF
 */
public record VerbHelp(String syntax, String summary, String example, String reply) {
    private static final String DATA =
            " [--level=one|quorum|all] [--timeout=2s] [--epoch=n] [--trace=id]";
    private static final String CHANGE = DATA + " [--if=version|absent|present] [--request-id=id]";

    static VerbHelp of(Verb verb) {
        return switch (verb) {
            case HELLO ->
                help(
                        "HELLO [--client=name] [--cluster=id] [--role=client|node] [--ooo] 1",
                        "Agrees on the protocol version and learns the limits.",
                        "HELLO --client=shell 1",
                        "OK proto=1 node=n1 cluster=c1 epoch=17 session=1760000000000-5f session-ms=600000"
                                + " line=8192 key=1024 value=1048576");
            case AUTH ->
                help(
                        "AUTH secret",
                        "Proves that this connection may do more.",
                        "AUTH s3cret",
                        "OK");
            case PING -> help("PING", "Asks whether anybody is there.", "@1 PING", "@1 PONG");
            case HELP ->
                help(
                        "HELP [verb]",
                        "Lists the verbs, or explains one.",
                        "HELP GET",
                        "* GET [options] key\nOK");
            case INFO ->
                help(
                        "INFO [section]",
                        "Describes this server; INFO process its version, JVM, clock, uptime and limits, INFO latency how"
                                + " long requests of keys took in the last seconds.",
                        "INFO process",
                        "* version 0.1.0\n* uptime 812s\nOK section=process");
            case QUIT ->
                help(
                        "QUIT",
                        "Closes the connection after everything before it is answered.",
                        "QUIT",
                        "OK");
            case SLOWLOG ->
                help(
                        "SLOWLOG [count]",
                        "Lists the last requests that took long on this server, the newest first.",
                        "SLOWLOG 1",
                        "* PUT user:alice at-ms=1760000000000 took-us=131072 status=OK"
                                + " from=10.0.0.7:51034\nOK slow-after-ms=100");
            case LOG_LEVEL ->
                help(
                        "LOG_LEVEL [logger] level",
                        "Sets how much this server logs; taken from its own machine only.",
                        "LOG_LEVEL io.ringkv debug",
                        "OK logger=io.ringkv old=INFO new=DEBUG");
            case GET_NODES_FOR_KEY ->
                help(
                        "GET_NODES_FOR_KEY key",
                        "Names the nodes that hold a key, its primary first.",
                        "GET_NODES_FOR_KEY user:alice",
                        "* PRIMARY n2 10.0.0.2:5002 zone=b state=UP\nOK epoch=17 slot=4489");
            case LIST_NODES ->
                help(
                        "LIST_NODES",
                        "Lists the members of the cluster and their states.",
                        "LIST_NODES",
                        "* n1 10.0.0.1:5001 zone=a state=UP\nOK epoch=17");
            case GET_VIEW ->
                help(
                        "GET_VIEW [--if-newer=epoch]",
                        "Returns the whole view, or nothing when it is not newer.",
                        "GET_VIEW --if-newer=17",
                        "OK epoch=17");
            case SUBSCRIBE_VIEW ->
                help(
                        "SUBSCRIBE_VIEW",
                        "Returns the view, and from now on pushes what each new one changes in the one before.",
                        "SUBSCRIBE_VIEW",
                        "OK epoch=17");
            case STATUS ->
                help(
                        "STATUS",
                        "Says whether the cluster is HEALTHY, DEGRADED or UNAVAILABLE, and why.",
                        "STATUS",
                        "OK health=HEALTHY epoch=17");
            case EXPLAIN ->
                help(
                        "EXPLAIN key",
                        "Explains why a key lives where it does: slot, ring walk, replicas.",
                        "EXPLAIN user:alice",
                        "* REPLICA n2 state=UP\nOK epoch=17 slot=4489");
            case SET_REPLICAS ->
                help(
                        "SET_REPLICAS [--plan] n",
                        "Sets how many copies of each slot the cluster keeps, 1 to 7; with --plan says what that would move.",
                        "SET_REPLICAS 3",
                        "OK epoch=18");
            case DRAIN ->
                help(
                        "DRAIN [--cancel] [--plan] node",
                        "Moves everything off a node, so that it can be stopped; with --cancel it stays, with --plan"
                                + " nothing changes, and the answer says what would move.",
                        "DRAIN n2",
                        "OK epoch=18");
            case REMOVE_NODE ->
                help(
                        "REMOVE_NODE [--plan] [--force=epoch] node",
                        "Moves everything off a node, then takes it out of the cluster for good; with --plan says what"
                                + " that would move. With --force it is down and never comes back: slots that have lost"
                                + " a majority with it go on with what is left, which the plan names, with its epoch.",
                        "REMOVE_NODE n2",
                        "OK epoch=18");
            case ACKNOWLEDGE_LOSS ->
                help(
                        "ACKNOWLEDGE_LOSS epoch",
                        "Ends the report of a possible loss, once somebody has read it; STATUS names its epoch.",
                        "ACKNOWLEDGE_LOSS 47",
                        "OK");
            case ACCEPT_LOSS ->
                help(
                        "ACCEPT_LOSS epoch",
                        "Goes on with the stores that are left, where a majority is gone for good; the epoch"
                                + " is that of STATUS.",
                        "ACCEPT_LOSS 47",
                        "OK epoch=48 slots=16384");
            case SAFE_TO_STOP ->
                help(
                        "SAFE_TO_STOP node",
                        "Says whether every slot would be served if a node were stopped, and names those that would not.",
                        "SAFE_TO_STOP n2",
                        "OK safe=yes slots=0 epoch=17");
            case REBALANCE ->
                help(
                        "REBALANCE [--throttle=bytes-per-second] PLAN|START|PAUSE|RESUME|CANCEL|STATUS",
                        "Plans, starts and steers the movement of slots; a throttle is of each node, 0 for none.",
                        "REBALANCE STATUS",
                        "* NODE n1 slots=16384 comes=0 goes=0 needed=16384 then=16384 primaries-then=5461\n"
                                + "OK slots=0 copies=0 bytes=0 moves=running throttle=0 epoch=17");
            case LIST_COORDINATORS ->
                help(
                        "LIST_COORDINATORS",
                        "Lists the coordinators, and which of them leads or is away; unknown where nobody leads.",
                        "LIST_COORDINATORS",
                        "* COORDINATOR c1 10.0.0.1:5000 role=leader\nOK leader=c1");
            case ADD_COORDINATOR ->
                help(
                        "ADD_COORDINATOR id host port [log-port]",
                        "Makes a coordinator that has been started one of those that there are.",
                        "ADD_COORDINATOR c2 10.0.0.2 5000",
                        "OK coordinators=2");
            case REMOVE_COORDINATOR ->
                help(
                        "REMOVE_COORDINATOR id",
                        "Takes a coordinator out, as long as a majority of those that are left is there.",
                        "REMOVE_COORDINATOR c2",
                        "OK coordinators=1");
            case REGISTER_NODE ->
                help(
                        "REGISTER_NODE [--zone=name] [--weight=n] [--incarnation=n] [--data-id=id] [--epoch=n] id"
                                + " host port",
                        "Announces a storage node at its advertised address.",
                        "REGISTER_NODE --zone=a n1 10.0.0.1 5001",
                        "OK cluster=c1 store=whole epoch=17");
            case HEARTBEAT ->
                help(
                        "HEARTBEAT [--node=id] [--incarnation=n] [--epoch=n] [--sick=reason]"
                                + " [--suspects=id,id] [--length=n]",
                        "Says that a node lives, and how it is; the reply names the newest epoch.",
                        "HEARTBEAT --node=n1 --incarnation=7 --epoch=17",
                        "OK epoch=17");
            case PROBE ->
                help(
                        "PROBE host port",
                        "Asks for a second opinion on whether an address answers.",
                        "PROBE 10.0.0.2 5002",
                        "OK reachable=1");
            case ACTIVE ->
                help(
                        "ACTIVE [--epoch=n] [--length=n]",
                        "Reports terms that have become active.",
                        "ACTIVE --epoch=17 --length=0",
                        "OK");
            case HAND_OVER ->
                help(
                        "HAND_OVER --incarnation=n --length=n id",
                        "Gives slots that a node is primary of, with nothing of them under way, to replicas in sync.",
                        "HAND_OVER --incarnation=7 --length=8 n1\nn2 0-512",
                        "OK epoch=18");
            case PROMOTE ->
                help(
                        "PROMOTE --incarnation=n --length=n id",
                        "Says that the list that is to follow is in sync, with nothing of the slots under way.",
                        "PROMOTE --incarnation=7 --length=8 n1\n17 0-512",
                        "OK");
            case RELEASE ->
                help(
                        "RELEASE --data-id=id --length=n id",
                        "Asks which slots that no list has a disk for may be dropped there.",
                        "RELEASE --data-id=d1 --length=8 n1\n17 0-512",
                        "OK len=8\n17 0-512");
            case UNREGISTER_NODE ->
                help(
                        "UNREGISTER_NODE id",
                        "Says that a node stops on purpose.",
                        "UNREGISTER_NODE n1",
                        "OK epoch=18");
            case PUT ->
                help(
                        "PUT" + CHANGE + " [--length=n] [--key-length=n] key value",
                        "Stores a value under a key, and says when enough replicas have it.",
                        "PUT user:alice hello",
                        "OK v=17.812 acks=2/3");
            case GET ->
                help(
                        "GET" + DATA + " [--key-length=n] key",
                        "Returns the newest value of a key.",
                        "GET user:alice",
                        "VALUE 5 v=17.812\nhello");
            case DELETE ->
                help(
                        "DELETE" + CHANGE + " [--key-length=n] key",
                        "Removes a key; of an absent one it writes nothing.",
                        "DELETE user:alice",
                        "OK v=17.814 existed=1");
            case EXISTS ->
                help(
                        "EXISTS" + DATA + " [--key-length=n] key",
                        "Says whether a key has a value, without sending it.",
                        "EXISTS user:alice",
                        "OK v=17.812");
            case TOUCH ->
                help(
                        "TOUCH" + CHANGE + " [--ttl=30s] key",
                        "Sets or clears the time to live of a key.",
                        "TOUCH --ttl=30s user:alice",
                        "OK v=17.813");
            case INCR ->
                help(
                        "INCR" + CHANGE + " key [by]",
                        "Adds to a number, in the key's order.",
                        "INCR visits",
                        "OK v=17.815 value=1");
            case MGET ->
                help(
                        "MGET" + DATA + " key...",
                        "Returns the values of several keys.",
                        "MGET a b",
                        "* a v=17.1 len=1\n1\n* b NOT_FOUND\nOK");
            case MDELETE ->
                help(
                        "MDELETE" + CHANGE + " key...",
                        "Removes several keys.",
                        "MDELETE a b",
                        "OK existed=2");
            case SCAN ->
                help(
                        "SCAN" + DATA + " [from] [to]",
                        "Lists keys in bounded pieces.",
                        "SCAN",
                        "* user:alice\nOK");
            case STATS ->
                help("STATS", "Counts what this node has done.", "STATS", "* reads 12\nOK");
            case REPAIR ->
                help(
                        "REPAIR STATUS|START",
                        "Compares the slots of this node with their replicas, from the disks, and repairs what differs.",
                        "REPAIR STATUS",
                        "OK state=idle sweep=3 slots=5461 checked=5461 match=10922 repaired=0"
                                + " not-comparable=0 rows=1200 seconds-since=42"
                                + " read-match=6 read-repaired=0 read-not-comparable=0");
            case REPLICATE ->
                help(
                        "REPLICATE --pos=n --count=n --length=n, or --slot=n --term=n --version=v key value",
                        "Hands records of the ordered stream to a replica.",
                        "REPLICATE --pos=812 --count=0 --length=0",
                        "OK pos=812 durable=810");
            case CONFIRM ->
                help(
                        "CONFIRM --epoch=n --round=n",
                        "Asks whether the sender's terms still stand.",
                        "CONFIRM --epoch=17 --round=4",
                        "OK round=4");
            case TAKE_OVER ->
                help(
                        "TAKE_OVER --epoch=n --length=n",
                        "Asks for a promise to refuse lower terms of a set of slots.",
                        "TAKE_OVER --epoch=17 --length=0",
                        "OK epoch=17");
            case DIGEST ->
                help(
                        "DIGEST [--mode=rows] --length=n",
                        "Asks for digests, to find what differs; with --mode=rows they are recomputed from the disk.",
                        "DIGEST --length=0",
                        "OK len=0");
            case FETCH_SLOT ->
                help(
                        "FETCH_SLOT --slot=n --term=n [--length=n]",
                        "Fetches a piece of a slot's rows.",
                        "FETCH_SLOT --slot=4489 --term=17",
                        "OK len=0");
            case SYNC_SLOT ->
                help(
                        "SYNC_SLOT --slot=n --term=n --length=n",
                        "Hands a piece of a slot's rows to a replica.",
                        "SYNC_SLOT --slot=4489 --term=17 --length=0",
                        "OK");
            case GOSSIP ->
                help(
                        "GOSSIP [--node=id] [--epoch=n] [--length=n]",
                        "Exchanges epochs and suspicions with a peer; without a block anybody sees what this node has"
                                + " been told.",
                        "GOSSIP",
                        "* n2 addr=10.0.0.2:5002 start=8123 inc=0 epoch=17 state=alive age-ms=310\nOK node=n1"
                                + " epoch=17");
        };
    }

    private static VerbHelp help(String syntax, String summary, String example, String reply) {
        return new VerbHelp(syntax, summary, example, reply);
    }
}

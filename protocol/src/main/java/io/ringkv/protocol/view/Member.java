package io.ringkv.protocol.view;

/**
 * One storage node in a view.
 *
 * @param id the node id, stable over restarts
 * @param dataId one life of its disk; lists name this, not the id
 * @param incarnation one start of the process
 * @param lostEpoch the newest epoch in which a slot's primary role left this incarnation, 0 for none: what a peer
 *     needs to judge a confirmation for slots it was not told of (rule Q1)
 * @param doubtful its store may have lost its tail: it is counted for nothing until brought in sync
 */
public record Member(
        String id,
        String dataId,
        long incarnation,
        String host,
        int port,
        String zone,
        int weight,
        MemberState state,
        long lostEpoch,
        boolean doubtful) {
    private static final String GIVEN_UP = "gone-";

    public boolean isUp() {
        return state.isUp();
    }

    public String address() {
        return host + ":" + port;
    }

    public Member withState(MemberState newState) {
        return new Member(
                id, dataId, incarnation, host, port, zone, weight, newState, lostEpoch, doubtful);
    }

    /** A person says that its disk never comes back: no list is to have it, and it is not let in again. */
    public Member withDiskGivenUp() {
        return withDataId(GIVEN_UP + dataId);
    }

    public boolean hasGivenUp(String disk) {
        return dataId.equals(GIVEN_UP + disk);
    }

    /** The disk that it had is gone. */
    public Member withDataId(String newDataId) {
        return new Member(
                id, newDataId, incarnation, host, port, zone, weight, state, lostEpoch, doubtful);
    }

    public Member withLostEpoch(long epoch) {
        return new Member(
                id, dataId, incarnation, host, port, zone, weight, state, epoch, doubtful);
    }

    public Member withDoubtful(boolean nowDoubtful) {
        return new Member(
                id, dataId, incarnation, host, port, zone, weight, state, lostEpoch, nowDoubtful);
    }
}

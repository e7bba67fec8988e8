package io.ringkv.simulation;

import java.util.SplittableRandom;

/**
 * What clients do.
 *
 * @param hotPercent of a round's clients work on the same key
 * @param idPercent of the writes carry a request id, and are repeated when their outcome is unknown
 * @param againPercent of those are delivered once more after they were answered
 * @param allPercent of the gets are at level {@code all}
 */
public record WorkloadSettings(
        int clients,
        int keys,
        int perSecond,
        int hotPercent,
        int getPercent,
        int putPercent,
        int casPercent,
        int idPercent,
        int againPercent,
        int allPercent) {
    static WorkloadSettings draw(SplittableRandom random) {
        int get = 20 + random.nextInt(40);
        int put = 10 + random.nextInt(70 - get);
        return new WorkloadSettings(
                4 + random.nextInt(3),
                2 + random.nextInt(5),
                10 + random.nextInt(30),
                50 + random.nextInt(50),
                get,
                put,
                5 + random.nextInt(100 - get - put - 10),
                random.nextInt(101),
                random.nextInt(60),
                random.nextInt(20));
    }

    WorkloadSettings clients(int newClients) {
        return new WorkloadSettings(
                newClients,
                keys,
                perSecond,
                hotPercent,
                getPercent,
                putPercent,
                casPercent,
                idPercent,
                againPercent,
                allPercent);
    }

    /** The rest are deletes. */
    WorkloadSettings mix(int newGetPercent, int newPutPercent, int newCasPercent) {
        return new WorkloadSettings(
                clients,
                keys,
                perSecond,
                hotPercent,
                newGetPercent,
                newPutPercent,
                newCasPercent,
                idPercent,
                againPercent,
                allPercent);
    }

    /** So many of the writes carry a request id. */
    WorkloadSettings ids(int newIdPercent) {
        return new WorkloadSettings(
                clients,
                keys,
                perSecond,
                hotPercent,
                getPercent,
                putPercent,
                casPercent,
                newIdPercent,
                againPercent,
                allPercent);
    }

    /** No read has the rows that it sees compared. */
    WorkloadSettings withoutChecks() {
        return new WorkloadSettings(
                clients,
                keys,
                perSecond,
                hotPercent,
                getPercent,
                putPercent,
                casPercent,
                idPercent,
                againPercent,
                0);
    }

    int deletePercent() {
        return 100 - getPercent - putPercent - casPercent;
    }

    @Override
    public String toString() {
        return clients + " clients, " + keys + " keys, " + perSecond + " operations/s, "
                + hotPercent
                + " % on one key at a time; get " + getPercent + " %, put " + putPercent
                + " %, cas "
                + casPercent + " %, delete " + deletePercent() + " %; " + idPercent
                + " % of writes with a request id, " + againPercent
                + " % of those delivered again; "
                + allPercent + " % of gets at level all";
    }
}

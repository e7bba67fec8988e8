package io.ringkv.coordinator.server;

import io.ringkv.protocol.Item;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.Coordinator;
import io.ringkv.transport.process.ServerMain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Whether the others count this coordinator among them. One that was removed while it was away is told by nobody, since
 * nobody talks to it any more: without this it would wait for a leader for ever, and say that there is none.
 */
final class StillMember {
    /** One that was deposed a moment ago may not know the newest members: it is asked again this much later. */
    private static final long AGAIN_MILLIS = 2_500;

    private final Coordinator self;
    private final CoordinatorDirectory directory;
    private final Path dir;
    private final String secret;

    /** @param dir where its directory is */
    StillMember(Coordinator self, CoordinatorDirectory directory, Path dir, String secret) {
        this.self = self;
        this.directory = directory;
        this.dir = dir;
        this.secret = secret;
    }

    /**
     * Asks whoever leads the others, and again before it believes that this one is gone. Where nobody leads, it is
     * taken for a member.
     *
     * @param cluster the one that its directory belongs to
     * @throws ServerMain.Explained when it is no member
     */
    void require(Collection<Coordinator> others, String cluster) throws InterruptedException {
        if (isMissing(others, cluster)) {
            Thread.sleep(AGAIN_MILLIS);
            if (isMissing(others, cluster)) {
                throw new ServerMain.Explained(
                        self.id() + " was removed from the coordinators of cluster " + cluster
                                + ", or another directory has taken the place of this one, and takes"
                                + " no part any more. To bring it back, remove " + dir
                                + ", start it, and: kv coordinators add " + self.id() + "="
                                + self.address(),
                        null);
            }
        }
    }

    private boolean isMissing(Collection<Coordinator> others, String cluster) {
        for (Coordinator other : others) {
            if (other.id().equals(self.id())) {
                continue;
            }
            try (OtherCoordinator asked = OtherCoordinator.connect(other, secret, cluster)) {
                Reply list = asked.ask(Request.of(Verb.LIST_COORDINATORS));
                if (list.isOk() && other.id().equals(list.field("leader"))) {
                    return list.items().stream().noneMatch(this::isThis);
                }
            } catch (IOException away) {
                // It has no say now; another one may.
            }
        }
        return false;
    }

    private boolean isThis(Item listed) {
        String disk = listed.field("disk");
        return self.id().equals(listed.word(1))
                && directory.disk().equals(disk == null ? "" : disk);
    }
}

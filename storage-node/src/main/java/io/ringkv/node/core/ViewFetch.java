package io.ringkv.node.core;

import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.view.View;
import io.ringkv.protocol.view.ViewCodec;

/**
 * With the coordinators away, a newer view still spreads from node to node: whoever names a newer epoch is asked for
 * it. Whether it counts is for {@link ViewKeeper} to say.
 */
final class ViewFetch {
    private final ViewKeeper views;
    private long taken;

    ViewFetch(ViewKeeper views) {
        this.views = views;
    }

    /** The peer named this epoch. */
    void from(Peer peer, long epoch) {
        if (views.wants(epoch)) {
            Request ask = Request.builder(Verb.GET_VIEW)
                    .option(Option.IF_NEWER, views.newestEpoch())
                    .build();
            peer.ask(ask, new Answer());
        }
    }

    /** Views that came from other nodes. */
    long taken() {
        return taken;
    }

    private final class Answer implements Peer.ReplyHandler {
        @Override
        public void reply(Reply reply) {
            byte[] block = reply.block();
            View view = block == null ? View.none() : ViewCodec.decode(block);
            if (view.epoch() > views.newestEpoch() && !views.isForeign(view)) {
                taken++;
                views.offer(view);
            }
        }

        @Override
        public void lost() {
            // Whoever names the epoch next is asked again.
        }
    }
}

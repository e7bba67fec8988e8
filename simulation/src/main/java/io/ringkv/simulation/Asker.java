package io.ringkv.simulation;

import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.actor.Actor;

/** How a simulated client reaches the cluster: the client library's core, or a person who types at any node. */
interface Asker extends Actor {
    /** What a request came to, told once. */
    interface Outcome {
        /** A last word: not an error. */
        void answered(Reply reply);

        /** Nothing was applied. */
        void failed();

        /** It may have been applied, and may still be. */
        void unknown();
    }

    /** Asks one thing at a time. */
    void ask(Request request, Outcome outcome);
}

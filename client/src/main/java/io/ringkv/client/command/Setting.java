package io.ringkv.client.command;

import io.ringkv.client.core.HostAndPort;
import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Where a command stands: on a command line of its own, or as one line among others.
 *
 * @param shared asks in place of a connection of the command's own, writes the answer, and says what to exit with
 * @param screen whether a terminal shows what is written
 * @param known servers besides those that are named, learnt from the cluster by whoever asks for this one
 * @param place where it stands, in words that go before its errors; empty on a command line
 */
record Setting(
        Person person,
        @Nullable ToIntFunction<Request> shared,
        Supplier<String> place,
        boolean screen,
        Supplier<List<HostAndPort>> known) {
    static Setting alone(Streams streams) {
        return new Setting(Person.at(streams), null, () -> "", streams.screen(), List::of);
    }
}

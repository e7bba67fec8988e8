package io.ringkv.client.command;

import io.ringkv.protocol.Request;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Where a command stands: on a command line of its own, or as one line among others.
 *
 * @param shared asks in place of a connection of the command's own, writes the answer, and says what to exit with
 * @param place where it stands, in words that go before its errors; empty on a command line
 */
record Setting(Person person, @Nullable ToIntFunction<Request> shared, Supplier<String> place) {
    static Setting alone(Streams streams) {
        return new Setting(Person.at(streams), null, () -> "");
    }
}

package io.ringkv.client.command;

import io.ringkv.client.core.HostAndPort;

import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where lines come from, as far as commands among them have to know.
 *
 * @param in what a command may read
 * @param common the options that say where and how, unless the line says otherwise
 * @param person who may be asked
 * @param known servers besides those that are named
 * @param numbered whether errors name the line
 */
record LineSource(
        InputStream in,
        List<String> common,
        Person person,
        boolean numbered,
        Supplier<List<HostAndPort>> known) {
    /** The one line of an option: nothing else reads the input. */
    static LineSource option(Kv kv) {
        Streams streams = kv.streams();
        return new LineSource(streams.in(), kv.common(), Person.at(streams), false, List::of);
    }

    static LineSource input(Kv kv) {
        return new LineSource(
                new NoInput("it holds the lines"),
                kv.common(),
                Person.at(kv.streams()),
                true,
                List::of);
    }

    static LineSource shell(Kv kv, Person person, Supplier<List<HostAndPort>> known) {
        return new LineSource(
                new NoInput("in the shell what is typed next is a line"),
                kv.common(),
                person,
                false,
                known);
    }
}

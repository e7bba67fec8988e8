package io.ringkv.client.command;

import java.io.IOException;
import java.io.InputStream;

/** Where there is no standard input: what reads it is told so, and takes it for no empty one. */
final class NoInput extends InputStream {
    private final String why;

    NoInput(String why) {
        this.why = why;
    }

    @Override
    public int read() throws IOException {
        throw new IOException(why);
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        throw new IOException(why);
    }
}

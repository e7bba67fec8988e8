package io.ringkv.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A directory with a few files, and an address: a command that is refused leaves both alone. */
final class Untouched implements AutoCloseable {
    private final Path dir;
    private final ServerSocketChannel server;
    private final List<String> before;

    Untouched(Path dir) throws IOException {
        this.dir = dir;
        Files.writeString(dir.resolve("file"), "x");
        Files.createFile(dir.resolve("empty"));
        Files.writeString(dir.resolve("misspelt.properties"), "prot=5001\n");
        Files.writeString(dir.resolve("broken.properties"), "port=\\u00\n");
        server = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.configureBlocking(false);
        before = files();
    }

    String address() throws IOException {
        return "127.0.0.1:" + ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /** The words with this directory where they say {@code DIR}. */
    List<String> placed(List<String> words) {
        return words.stream().map(word -> word.replace("DIR", dir.toString())).toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Stream.concat(Files.walk(dir), Files.list(Path.of("")))) {
            return all.map(Path::toString).sorted().toList();
        }
    }

    void check() throws IOException {
        assertThat(files()).as("files").isEqualTo(before);
        assertThat(connections()).as("connections").isZero();
    }

    /** All that there are, so that they are not taken for those of the next command. */
    private int connections() throws IOException {
        int connections = 0;
        for (SocketChannel one = server.accept(); one != null; one = server.accept()) {
            one.close();
            connections++;
        }
        return connections;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

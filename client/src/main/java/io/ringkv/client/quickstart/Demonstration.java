package io.ringkv.client.quickstart;

import io.ringkv.client.ReadOptions;
import io.ringkv.client.Value;
import io.ringkv.client.WriteOptions;
import io.ringkv.client.Written;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the cluster is for, in a few lines: a write that survives the node that took it. */
final class Demonstration {
    private static final String FIRST = "demo:first";
    private static final String SECOND = "demo:second";

    private final Local local;
    private final Launcher launcher;
    private final List<ServerProcess> servers;
    private final Consumer<String> say;

    Demonstration(
            Local local, Launcher launcher, List<ServerProcess> servers, Consumer<String> say) {
        this.local = local;
        this.launcher = launcher;
        this.servers = servers;
        this.say = say;
    }

    void run() throws IOException {
        say.accept("");
        put(FIRST, "written while every node was there");
        if (nodes().size() < 3) {
            get(FIRST);
            say.accept("with fewer than three nodes none can be spared, so none is killed here");
            return;
        }
        ServerProcess victim = primaryOf(FIRST);
        victim.handle().ifPresent(ProcessHandle::destroyForcibly);
        say.accept("killed " + victim.name() + ", the primary of " + FIRST);
        get(FIRST);
        put(SECOND, "written while " + victim.name() + " was dead");
        Local.await(() -> !victim.runs(), Local.PATIENCE.toMillis());
        launcher.again(victim, servers);
        say.accept("started " + victim.name() + " again");
        get(FIRST);
        get(SECOND);
    }

    private List<ServerProcess> nodes() {
        return servers.stream().filter(ServerProcess::isNode).toList();
    }

    private ServerProcess primaryOf(String key) throws IOException {
        Reply reply = Local.get(local.client()
                .request(
                        Request.builder(Verb.GET_NODES_FOR_KEY).argument(key).build(),
                        Local.PATIENCE));
        String primary = reply.items().isEmpty() ? "" : reply.items().get(0).word(1);
        return servers.stream()
                .filter(server -> server.name().equals(primary))
                .findFirst()
                .orElse(nodes().get(0));
    }

    private void put(String key, String value) throws IOException {
        WriteOptions options = WriteOptions.DEFAULT.withTimeout(Local.PATIENCE);
        Written written = Local.get(local.client().put(bytes(key), bytes(value), options));
        String acks = written.acks().isEmpty() ? "" : " acks=" + written.acks();
        say.accept("PUT " + key + "    OK v=" + written.version() + acks);
    }

    private void get(String key) throws IOException {
        ReadOptions options = ReadOptions.DEFAULT.withTimeout(Local.PATIENCE);
        Optional<Value> value = Local.get(local.client().get(bytes(key), options));
        say.accept("GET " + key + "    " + value.map(Value::text).orElse("NOT_FOUND"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

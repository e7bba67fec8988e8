package io.ringkv.coordinator.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;
import io.ringkv.protocol.scripted.ScriptedNetwork;
import io.ringkv.protocol.view.Member;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ProbingTest {
    private static final long SECOND = 1_000_000_000L;

    private final ScriptedNetwork network = new ScriptedNetwork();
    private final Probing probing = new Probing(network, "secret");
    private final Cluster cluster = Cluster.formed(3, 3);
    private final Member n1 = cluster.member("n1");
    private final Member n2 = cluster.member("n2");
    private final List<String> answers = new ArrayList<>();

    private long ping() {
        probing.ping(0, n1, (id, word) -> answers.add(id + " " + word));
        return network.opened();
    }

    private long probe() {
        probing.probe(0, n2, n1, (id, word) -> answers.add(id + " " + word));
        return network.opened();
    }

    private static Reply tagged(Reply reply, Request request) {
        return reply.withTag(request.tag());
    }

    private Request question(long connection) {
        List<Request> requests = network.requestsOn(connection);
        return requests.get(requests.size() - 1);
    }

    @Test
    void a_ping_goes_to_the_advertised_address_and_says_whom_it_means_and_who_asks() {
        long connection = ping();
        assertThat(network.connects().get(connection)).isEqualTo("host-n1:5000");
        assertThat(network.requestsOn(connection)).isEmpty();
        probing.connected(connection);
        Request hello = network.requestsOn(connection).get(0);
        assertThat(hello.verb()).isEqualTo(Verb.HELLO);
        assertThat(hello.option(Option.TO)).isEqualTo("n1");
        assertThat(hello.option(Option.TOKEN)).isEqualTo("secret");
        assertThat(question(connection).verb()).isEqualTo(Verb.PING);
    }

    @Test
    void a_node_that_answers_is_there_and_the_connection_is_closed() {
        long connection = ping();
        probing.connected(connection);
        probing.reply(connection, Reply.ok());
        assertThat(answers).isEmpty();
        probing.reply(connection, tagged(Reply.pong(), question(connection)));
        assertThat(answers).containsExactly("n1 REACHED");
        assertThat(network.closed()).containsExactly(connection);
        assertThat(probing.owns(connection)).isFalse();
    }

    @Test
    void somebody_else_at_that_address_is_not_the_node() {
        long connection = ping();
        probing.connected(connection);
        probing.reply(connection, Reply.error(ErrorCode.WRONG_CLUSTER, "this is node n7"));
        assertThat(answers).containsExactly("n1 NOT_REACHED");
    }

    @Test
    void a_connection_that_breaks_is_a_no() {
        probing.disconnected(ping());
        assertThat(answers).containsExactly("n1 NOT_REACHED");
    }

    @Test
    void silence_is_a_no_after_a_second_and_a_half_and_what_comes_later_is_ignored() {
        long connection = ping();
        probing.connected(connection);
        probing.tick(SECOND);
        assertThat(answers).isEmpty();
        probing.tick(3 * SECOND / 2);
        assertThat(answers).containsExactly("n1 NOT_REACHED");
        assertThat(network.closed()).containsExactly(connection);
        probing.reply(connection, tagged(Reply.pong(), question(connection)));
        probing.disconnected(connection);
        assertThat(answers).hasSize(1);
    }

    @Test
    void another_node_is_asked_whether_it_reaches_one() {
        long connection = probe();
        assertThat(network.connects().get(connection)).isEqualTo("host-n2:5000");
        probing.connected(connection);
        assertThat(network.requestsOn(connection).get(0).option(Option.TO)).isEqualTo("n2");
        Request question = question(connection);
        assertThat(question.verb()).isEqualTo(Verb.PROBE);
        assertThat(question.argument(0)).isEqualTo("host-n1");
        assertThat(question.argument(1)).isEqualTo("5000");
    }

    @Test
    void its_word_is_passed_on_either_way() {
        for (String word : List.of("0", "1")) {
            long connection = probe();
            probing.connected(connection);
            probing.reply(
                    connection, tagged(Reply.ok().with("reachable", word), question(connection)));
        }
        assertThat(answers).containsExactly("n1 NOT_REACHED", "n1 REACHED");
    }

    @Test
    void a_node_that_does_not_say_says_nothing_of_another() {
        probing.disconnected(probe());
        long refused = probe();
        probing.connected(refused);
        probing.reply(refused, Reply.error(ErrorCode.NOT_AUTHORIZED, "no"));
        probe();
        probing.tick(10 * SECOND);
        assertThat(answers).containsExactly("n1 NONE", "n1 NONE", "n1 NONE");
        assertThat(network.closed()).hasSize(2);
    }
}

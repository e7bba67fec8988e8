package io.ringkv.client.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Verb;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class ClientCoreTest {
    private static final long SECOND = 1_000_000_000L;
    private final FakeServers servers = new FakeServers();
    private final List<String> outcomes = new ArrayList<>();
    private ClientCore client = newClient("c:1");

    private ClientCore newClient(String... seeds) {
        List<HostAndPort> addresses =
                Arrays.stream(seeds).map(HostAndPort::parse).toList();
        return new ClientCore(
                ClientSettings.of("test", addresses), servers, new SplittableRandom(1));
    }

    @BeforeEach
    void aClusterOfThree() {
        servers.coordinators.add("c:1");
        servers.serve(client, FakeServers.viewOf(5, "n1"));
    }

    private void submit(Request request, Route route, boolean identified) {
        client.submit(
                servers.now,
                new ClientRequest(request, route, 5 * SECOND, identified),
                new ClientCallback() {
                    @Override
                    public void answered(Reply reply) {
                        outcomes.add(reply.line().words().get(0)
                                + (reply.isError() ? " " + reply.errorCode() : ""));
                    }

                    @Override
                    public void unknown(String text) {
                        outcomes.add("unknown");
                    }

                    @Override
                    public void unreachable(String text) {
                        outcomes.add(text);
                    }
                });
        servers.settle();
    }

    private void get() {
        submit(Request.builder(Verb.GET).argument("k").build(), Route.PRIMARY, false);
    }

    private void put(boolean identified) {
        submit(
                Request.builder(Verb.PUT).argument("k").value(new byte[] {1}).build(),
                Route.PRIMARY,
                identified);
    }

    @Test
    void sendsARequestToThePrimaryThatTheViewNames() {
        get();
        assertThat(servers.only().address()).isEqualTo("n1:7");
        assertThat(servers.only().request().option(Option.EPOCH)).isEqualTo("5");
        servers.answer(Reply.value(new byte[] {1}));
        assertThat(outcomes).containsExactly("VALUE");
        assertThat(client.open()).isZero();
    }

    @Test
    void givesAWriteAnIdOfTheSessionAndKeepsItOverItsTries() {
        put(true);
        assertThat(servers.only().request().option(Option.REQUEST_ID)).isEqualTo("1700-ab-1");
        servers.answer(Reply.error(ErrorCode.TIMEOUT, "too slow"));
        servers.pass(1000);
        assertThat(servers.only().request().option(Option.REQUEST_ID)).isEqualTo("1700-ab-1");
        servers.answer(Reply.ok());
        assertThat(outcomes).containsExactly("OK");
    }

    @Test
    void takesAnotherSessionWellBeforeItsOwnIsForgotten() {
        put(true);
        servers.answer(Reply.ok());
        servers.pass(200_000);
        put(true);
        String id = servers.only().request().option(Option.REQUEST_ID);
        assertThat(id).isNotNull().doesNotStartWith("1700-ab").endsWith("-2");
    }

    @Test
    void usesNoIdOfASessionThatItCouldNotRenew() {
        put(true);
        servers.answer(Reply.ok());
        servers.issuesSessions = false;
        servers.pass(400_000);
        put(true);
        assertThat(servers.only().request().option(Option.REQUEST_ID)).isNull();
    }

    @Test
    void neverRepeatsAnUnknownWriteWithoutAnId() {
        put(false);
        servers.answer(Reply.error(ErrorCode.TIMEOUT, "too slow"));
        assertThat(outcomes).containsExactly("unknown");
        servers.pass(6000);
        assertThat(servers.sent).isEmpty();
    }

    @Test
    void aConnectionLostAfterSendingAWriteWithoutIdIsUnknown() {
        put(false);
        servers.cut("n1:7");
        assertThat(outcomes).containsExactly("unknown");
    }

    @Test
    void aConnectionLostAfterSendingAWriteWithIdIsRepeatedElsewhere() {
        put(true);
        servers.down.add("n1:7");
        servers.cut("n1:7");
        servers.pass(200);
        assertThat(servers.only().address()).isIn("n2:7", "n3:7");
        assertThat(servers.only().request().option(Option.REQUEST_ID)).isEqualTo("1700-ab-1");
        servers.answer(Reply.ok());
        assertThat(outcomes).containsExactly("OK");
    }

    @Test
    void aWriteThatNeverLeftIsSentElsewhere() {
        servers.down.add("n1:7");
        put(false);
        assertThat(servers.only().address()).isIn("n2:7", "n3:7");
        servers.answer(Reply.ok());
        assertThat(outcomes).containsExactly("OK");
    }

    @Test
    void anUnknownWriteStaysUnknownWhenTheRepeatSaysConflict() {
        put(true);
        servers.answer(Reply.error(ErrorCode.TIMEOUT, "too slow"));
        servers.pass(200);
        servers.answer(Reply.conflict());
        assertThat(outcomes).containsExactly("unknown");
    }

    @Test
    void anUnknownWriteWithIdEndsUnknownAtItsDeadline() {
        put(true);
        servers.answer(Reply.error(ErrorCode.TIMEOUT, "too slow"));
        servers.pass(200);
        servers.answer(Reply.error(ErrorCode.UNAVAILABLE, "nobody"));
        servers.pass(5000);
        assertThat(outcomes).containsExactly("unknown");
    }

    @Test
    void followsARedirectAtOnceAndAsksForTheNewView() {
        get();
        servers.view(FakeServers.viewOf(6, "n3"));
        servers.answer(Reply.error(ErrorCode.NOT_PRIMARY, "ask n3")
                .with("addr", "n3:7")
                .with("epoch", 6));
        assertThat(servers.only().address()).isEqualTo("n3:7");
        assertThat(client.view().epoch()).isEqualTo(6);
    }

    @Test
    void retriesWhatWasRefusedUntilTheDeadlineAndThenReportsTheRefusal() {
        get();
        int tries = 0;
        for (; outcomes.isEmpty(); tries++) {
            if (!servers.sent.isEmpty()) {
                servers.answer(Reply.error(ErrorCode.UNAVAILABLE, "nobody"));
            }
            servers.pass(100);
        }
        assertThat(outcomes).containsExactly("ERR UNAVAILABLE");
        assertThat(tries).isBetween(8, 51);
    }

    @Test
    void aBusyServerIsLeftAloneForAsLongAsItAsks() {
        get();
        servers.answer(Reply.error(ErrorCode.OVERLOADED, "busy").with("retry-after", "2s"));
        servers.pass(1900);
        assertThat(servers.sent).isEmpty();
        servers.pass(200);
        assertThat(servers.sent).hasSize(1);
    }

    @Test
    void aSilentServerCostsOneTryAndItsConnection() {
        get();
        servers.silent.add("n1:7");
        servers.sent.clear();
        servers.pass(3000);
        assertThat(servers.only().address()).isIn("n2:7", "n3:7");
        servers.answer(Reply.notFound());
        assertThat(outcomes).containsExactly("NOT_FOUND");
    }

    @Test
    void saysQuicklyThatNobodyIsThere() {
        servers.down.add("c:1");
        get();
        servers.pass(1000);
        assertThat(outcomes).hasSize(1);
        assertThat(outcomes.get(0)).startsWith("cannot reach c:1 (it refuses connections");
    }

    @Test
    void learnsTheViewFromANodeAsWell() {
        client = newClient("n2:7");
        servers.serve(client, FakeServers.viewOf(5, "n1"));
        get();
        assertThat(servers.only().address()).isEqualTo("n1:7");
    }

    @Test
    void aNodeIsNotAskedWhatOnlyACoordinatorKnows() {
        client = newClient("n2:7");
        servers.serve(client, FakeServers.viewOf(5, "n1"));
        submit(Request.of(Verb.STATUS), Route.COORDINATOR, false);
        assertThat(servers.sent).isEmpty();
        assertThat(outcomes.get(0)).startsWith("none of the given servers is a coordinator");
    }

    @Test
    void theOtherSeedIsTriedForACoordinator() {
        client = newClient("n2:7", "c:1");
        servers.serve(client, FakeServers.viewOf(5, "n1"));
        submit(Request.of(Verb.STATUS), Route.COORDINATOR, false);
        assertThat(servers.only().address()).isEqualTo("c:1");
    }

    @Test
    void aLateReplyOfAnAbandonedTryChangesNothing() {
        put(true);
        FakeServers.Sent first = servers.only();
        servers.sent.clear();
        servers.pass(3000);
        assertThat(servers.sent).hasSize(1);
        client.reply(
                servers.now,
                first.connection(),
                Reply.ok().withTag(first.request().tag()));
        assertThat(outcomes).isEmpty();
        servers.answer(Reply.ok());
        assertThat(outcomes).containsExactly("OK");
    }

    @Test
    void closingEndsEveryRequestOnce() {
        put(false);
        get();
        client.close();
        assertThat(outcomes).hasSize(2).contains("unknown");
    }

    @Test
    void who_knows_only_a_node_finds_the_coordinators_in_its_view() {
        client = newClient("n2:7");
        servers.coordinators.add("c2:7");
        servers.serve(client, FakeServers.naming(FakeServers.viewOf(5, "n1"), "c2"));
        submit(Request.builder(Verb.DRAIN).argument("n1").build(), Route.COORDINATOR, false);
        servers.pass(500);
        assertThat(servers.only().address()).isEqualTo("c2:7");
        servers.answer(Reply.ok());
        assertThat(outcomes).containsExactly("OK");
    }

    @Test
    void where_no_view_names_a_coordinator_that_is_said() {
        client = newClient("n2:7");
        servers.serve(client, FakeServers.viewOf(5, "n1"));
        submit(Request.builder(Verb.DRAIN).argument("n1").build(), Route.COORDINATOR, false);
        servers.pass(500);
        assertThat(outcomes.get(0)).contains("none of the given servers is a coordinator");
    }
}

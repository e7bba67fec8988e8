package io.ringkv.protocol.codec;

import io.ringkv.protocol.ErrorCode;
import io.ringkv.protocol.Item;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.OptionKind;
import io.ringkv.protocol.Push;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Shape;
import io.ringkv.protocol.Verb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Random valid requests, replies and pushes, with a liking for what is hard to write on a line. */
final class Messages {
    private static final List<Verb> SUPPORTED =
            Arrays.stream(Verb.values()).filter(Verb::supported).toList();
    private static final String[] HARD = {
        "",
        " ",
        "\"",
        "\\",
        "--",
        "--length=5",
        "-",
        "@7",
        "@",
        ":",
        " : ",
        "a b",
        "a=b",
        "=",
        "len=5",
        "HTTP/1.1",
        "x HTTP/1.1",
        "*",
        "!",
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\u007f",
        "é",
        "日本",
        "\uD83D\uDE00",
        "\"a\"",
        "a\"",
        "\\x41",
        "VALUE",
        "5",
        "OK",
        "\u0080",
        "PING",
        "POST / HTTP/1.0",
    };

    private final SplittableRandom random;

    Messages(long seed) {
        random = new SplittableRandom(seed);
    }

    Request request() {
        Verb verb = SUPPORTED.get(random.nextInt(SUPPORTED.size()));
        Shape shape = verb.shape();
        Request.Builder request = Request.builder(verb).tag(tag());
        for (Option option : Option.values()) {
            if (verb.supports(option) && random.nextInt(4) == 0) {
                option(request, option);
            }
        }
        int arguments = shape.min() + random.nextInt(Math.min(3, shape.max() - shape.min() + 1));
        for (int i = 0; i < arguments; i++) {
            byte[] word = bytes(40);
            request.argument(shape.keyed() && word.length == 0 ? new byte[] {7} : word);
        }
        if (shape.valued() || shape.block() && random.nextBoolean()) {
            request.value(bytes(200));
        }
        return request.build();
    }

    private void option(Request.Builder request, Option option) {
        if (option.kind() == OptionKind.FLAG
                || option.kind() == OptionKind.MARK && random.nextBoolean()) {
            request.option(option);
            return;
        }
        request.option(
                option,
                switch (option.kind()) {
                    case FLAG, MARK, TEXT -> text();
                    case TAG -> "t." + random.nextInt(1000);
                    case NUMBER -> Long.toString(random.nextLong() >>> 1);
                    case DURATION ->
                        random.nextInt(1000) + List.of("ms", "s", "m", "h").get(random.nextInt(4));
                    case VERSION -> version();
                    case CONDITION ->
                        random.nextBoolean()
                                ? version()
                                : random.nextBoolean() ? "absent" : "present";
                    case LEVEL -> List.of("one", "quorum", "all").get(random.nextInt(3));
                });
    }

    private String version() {
        return random.nextInt(1000) + "." + random.nextInt(1_000_000);
    }

    Reply reply() {
        Reply reply = switch (random.nextInt(6)) {
            case 0 -> Reply.ok();
            case 1 -> Reply.value(bytes(200));
            case 2 -> Reply.notFound();
            case 3 -> Reply.conflict();
            case 4 -> Reply.pong();
            default ->
                Reply.error(ErrorCode.values()[random.nextInt(ErrorCode.values().length)], text());
        };
        for (int i = random.nextInt(4); i > 0; i--) {
            reply = reply.withItem(item());
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            reply = reply.with("f" + i, text());
        }
        if (random.nextInt(4) == 0) {
            reply = reply.withBlock(bytes(100)).withText(text());
        }
        return reply.withTag(tag());
    }

    private Item item() {
        String[] words = new String[random.nextInt(4)];
        Arrays.setAll(words, i -> text());
        Item item = Item.of(words);
        for (int i = random.nextInt(3); i > 0; i--) {
            item = item.with("f-" + i, text());
        }
        return random.nextBoolean() ? item : item.withBlock(bytes(100));
    }

    Push push() {
        Push push = Push.of("view").with("epoch", random.nextInt(100)).with("why", text());
        return random.nextBoolean() ? push : push.withBlock(bytes(100));
    }

    private String tag() {
        return random.nextBoolean() ? null : "t" + random.nextInt(1000);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(random.nextBoolean() ? HARD[random.nextInt(HARD.length)] : "word");
        }
        return text.toString();
    }

    byte[] bytes(int max) {
        if (random.nextBoolean()) {
            return text().getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[random.nextInt(max)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    int piece(int max) {
        return 1 + random.nextInt(max);
    }

    int nextInt(int bound) {
        return random.nextInt(bound);
    }
}

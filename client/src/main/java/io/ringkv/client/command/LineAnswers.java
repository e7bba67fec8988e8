package io.ringkv.client.command;

import io.ringkv.client.KvException;
import io.ringkv.protocol.Option;
import io.ringkv.protocol.Reply;
import io.ringkv.protocol.Request;
import io.ringkv.protocol.Status;
import io.ringkv.protocol.Verb;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.util.function.Supplier;

/**
 * Asks what a line asks of whoever answers its verb, and writes the reply as the protocol does, a value as its bytes
 * and a line end. Errors go to stderr; the first one decides the exit code.
 */
final class LineAnswers {
    private final Cluster cluster;
    private final PrintStream err;
    private final OutputFormat format;
    private final Person person;
    private final Supplier<String> place;
    private PrintStream out;
    private ReplyWriter writer;
    private @Nullable String lastKey;
    private int exitCode;
    private boolean cutOff;
    private boolean quit;
    /** Whether a terminal shows what is written. */
    private boolean screen;

    private boolean typed;

    /** A program must not take a message for a value; a person who types sees both anyway. */
    private boolean toProgram = true;

    /** @param place what stands before an error, so that its line is found */
    LineAnswers(
            Cluster cluster,
            Streams streams,
            OutputFormat format,
            Person person,
            Supplier<String> place) {
        this.cluster = cluster;
        this.format = format;
        this.person = person;
        this.place = place;
        this.out = streams.out();
        this.screen = streams.screen();
        this.writer = new ReplyWriter(out, screen);
        this.err = streams.err();
    }

    /** A person typed one, which stands for itself. */
    void typedLine(PrintStream to, boolean program) {
        out = to;
        screen = !program;
        writer = new ReplyWriter(to, screen);
        toProgram = program;
        typed = true;
        exitCode = 0;
        cutOff = false;
        lastKey = null;
    }

    boolean screen() {
        return screen;
    }

    PrintStream out() {
        return out;
    }

    void flush() {
        out.flush();
    }

    /** Whether whoever read it has gone. */
    boolean readerLeft() {
        return Output.readerLeft(out);
    }

    int exitCode() {
        return exitCode;
    }

    /** Of the last line, if it was answered and had one. */
    @Nullable
    String lastKey() {
        return lastKey;
    }

    boolean quit() {
        return quit;
    }

    /** Nobody can be reached, so that the rest of a script would only wait. */
    boolean endsScript(boolean byPerson) {
        return cutOff && !byPerson;
    }

    /** What a command ended with. */
    int note(int code) {
        exitCode = exitCode == 0 ? code : exitCode;
        return code;
    }

    /** Whether to end: with this, or with what the lines before came to. */
    boolean exit(String status) {
        if (!status.matches("[0-9]{0,3}") || !status.isEmpty() && Integer.parseInt(status) > 255) {
            fail(
                    ExitCode.USAGE,
                    "'exit " + status + "' has no exit code; write exit, or exit with a number"
                            + " from 0 to 255");
            return false;
        }
        exitCode = status.isEmpty() ? exitCode : Integer.parseInt(status);
        return true;
    }

    /** The result is what to exit with, as far as this request goes. */
    int answer(Request request) {
        try {
            return ask(request);
        } catch (KvException | CommandException e) {
            cutOff |= e instanceof KvException && ExitCode.of(e) == ExitCode.CANNOT_CONNECT;
            return fail(ExitCode.of(e), Problem.text(e));
        }
    }

    private int ask(Request request) {
        switch (request.verb()) {
            case QUIT -> quit = true;
            case HELP ->
                out.print(
                        request.arguments().isEmpty() ? Help.all() : Help.of(request.argument(0)));
            case HELLO, SUBSCRIBE_VIEW, AUTH -> {
                return fail(
                        ExitCode.USAGE,
                        request.verb() + " is for connections; kv does it by itself");
            }
            default -> {
                if (request.verb().role() == Verb.Role.NODE) {
                    return fail(ExitCode.USAGE, request.verb() + " is for nodes only; see: help");
                }
                confirm(request);
                int code = print(request, cluster.askWhoCan(request.withTag(null)));
                lastKey = request.hasKey() ? request.argument(0) : null;
                return code;
            }
        }
        return ExitCode.OK;
    }

    /** What cannot be taken back, where somebody typed it who can be asked. */
    private void confirm(Request request) {
        if (typed && request.verb() == Verb.ACCEPT_LOSS) {
            new Confirmation(person)
                    .askWhoIsThere(
                            "slots whose majority is gone go on with the stores that are left; what"
                                    + " only the others had is lost",
                            "nothing was changed");
        } else if (typed && request.verb() == Verb.REMOVE_NODE && !request.has(Option.PLAN)) {
            RemoveCommand.confirm(person, request.argument(0), request.has(Option.FORCE));
        } else if (typed && request.verb() == Verb.ACKNOWLEDGE_LOSS) {
            new Confirmation(person)
                    .askWhoIsThere("the report of the possible loss ends", "the report goes on");
        }
    }

    private int print(Request request, Reply reply) {
        int code = ExitCode.of(reply);
        if (reply.isError()) {
            return fail(code, reply.text() + " (" + reply.errorCode() + ")");
        }
        boolean noValue = request.verb() == Verb.GET && reply.status() == Status.NOT_FOUND;
        if (toProgram && noValue && !format.forPrograms()) {
            return fail(code, "there is no " + request.argument(0));
        }
        boolean bare = typed && toProgram && reply.status() == Status.VALUE;
        writer.write(
                request,
                reply.withTag(request.tag()),
                bare && format == OutputFormat.table ? OutputFormat.raw : format);
        exitCode = exitCode == 0 ? code : exitCode;
        return code;
    }

    int fail(int code, String text) {
        exitCode = exitCode == 0 ? code : exitCode;
        out.flush();
        err.print("kv: " + place.get() + text + "\n");
        err.flush();
        return code;
    }
}

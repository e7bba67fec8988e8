package io.ringkv.client.command;

import org.jspecify.annotations.Nullable;

/** Asks before something is destroyed, where a person sits; a script says beforehand that it is meant. */
final class Confirmation {
    private final Person person;

    Confirmation(Person person) {
        this.person = person;
    }

    /**
     * Returns when it is meant; no answer is a no.
     *
     * @param yes it was said beforehand
     * @param what would happen
     * @param otherwise what did not happen then
     */
    void demand(boolean yes, String what, String otherwise) {
        if (!yes && !person.there()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    what + "; there is no terminal to ask at, so say that it is meant with --yes");
        }
        if (!yes) {
            ask(what, otherwise);
        }
    }

    /** As a {@link #demand} where nobody need say anything beforehand: without a person it is meant. */
    void askWhoIsThere(String what, String otherwise) {
        if (person.there()) {
            ask(what, otherwise);
        }
    }

    /**
     * What would be lost is typed back: a habit of saying yes is not enough.
     *
     * @param said what was typed beforehand, null for nothing
     * @param option how it is said beforehand
     */
    void demandTyped(
            @Nullable String said, String option, String expected, String what, String otherwise) {
        String typed = said;
        if (typed == null && !person.there()) {
            throw new CommandException(
                    ExitCode.USAGE,
                    what + "; there is no terminal to ask at, so say that it is meant with "
                            + option + " " + expected);
        }
        if (typed == null) {
            typed = person.answer(what + ". Type " + expected + " to go on: ");
        }
        if (typed == null || !typed.strip().equals(expected)) {
            throw new CommandException(
                    said == null ? ExitCode.NOT_FOUND : ExitCode.USAGE,
                    said == null
                            ? otherwise
                            : option + " is " + said + ", and " + expected
                                    + " slots may lose writes; " + otherwise);
        }
    }

    private void ask(String what, String otherwise) {
        String answer = person.answer(what + ". Go on? [y/N] ");
        if (answer == null || !(answer.startsWith("y") || answer.startsWith("Y"))) {
            throw new CommandException(ExitCode.NOT_FOUND, otherwise);
        }
    }
}

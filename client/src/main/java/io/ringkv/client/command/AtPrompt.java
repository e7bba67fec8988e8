package io.ringkv.client.command;

import io.ringkv.client.shell.Screen;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** Whoever types in the shell, asked through its own line editor: nobody else may read what is typed. */
final class AtPrompt implements Person {
    private final Supplier<@Nullable Screen> screen;

    AtPrompt(Supplier<@Nullable Screen> screen) {
        this.screen = screen;
    }

    @Override
    public boolean there() {
        return screen.get() != null;
    }

    @Override
    public @Nullable String answer(String question) {
        Screen at = screen.get();
        return at == null ? null : at.ask(question);
    }
}

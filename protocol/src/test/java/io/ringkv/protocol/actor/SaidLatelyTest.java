package io.ringkv.protocol.actor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SaidLatelyTest {
    private static final long SECOND = 1_000_000_000L;

    private final SaidLately said = new SaidLately();

    @Test
    void texts_that_take_turns_are_news_once_each_however_long_that_lasts() {
        assertThat(said.isNews(0, "a")).isTrue();
        assertThat(said.isNews(0, "b")).isTrue();
        for (long now = SECOND; now < 60 * SECOND; now += SECOND) {
            assertThat(said.isNews(now, "a")).isFalse();
            assertThat(said.isNews(now, "b")).isFalse();
        }
    }

    @Test
    void what_had_ceased_for_ten_seconds_is_news_again() {
        assertThat(said.isNews(0, "a")).isTrue();
        assertThat(said.isNews(SaidLately.CEASED_NANOS - 1, "a")).isFalse();
        assertThat(said.isNews(2 * SaidLately.CEASED_NANOS - 1, "a")).isTrue();
    }

    @Test
    void what_was_said_before_another_story_began_is_news() {
        assertThat(said.isNews(0, "a")).isTrue();
        said.forget();
        assertThat(said.isNews(1, "a")).isTrue();
    }

    @Test
    void of_many_texts_only_the_last_ones_are_remembered() {
        for (int i = 0; i <= SaidLately.TEXTS_MAX; i++) {
            assertThat(said.isNews(i, "text " + i)).isTrue();
        }
        assertThat(said.isNews(SECOND, "text 1")).as("still remembered").isFalse();
        assertThat(said.isNews(SECOND, "text 0")).as("forgotten").isTrue();
    }
}

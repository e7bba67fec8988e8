package io.ringkv.node.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkv.protocol.record.Row;
import io.ringkv.protocol.record.Version;

import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final byte[] KEY = {1};
    private static final Row LIVE = Row.put(1, KEY, new Version(3, 4), null, KEY);
    private static final Row DELETED = Row.tombstone(1, KEY, new Version(3, 5), null);

    @Test
    void without_a_condition_every_write_goes() {
        assertThat(Condition.holds(null, null)).isTrue();
        assertThat(Condition.holds(null, LIVE)).isTrue();
    }

    @Test
    void a_deleted_key_is_absent() {
        assertThat(Condition.holds("absent", null)).isTrue();
        assertThat(Condition.holds("absent", DELETED)).isTrue();
        assertThat(Condition.holds("ABSENT", LIVE)).isFalse();
        assertThat(Condition.holds("present", LIVE)).isTrue();
        assertThat(Condition.holds("present", DELETED)).isFalse();
        assertThat(Condition.holds("present", null)).isFalse();
    }

    @Test
    void a_version_must_be_the_one_that_is_there() {
        assertThat(Condition.holds("3.4", LIVE)).isTrue();
        assertThat(Condition.holds("3.3", LIVE)).isFalse();
        assertThat(Condition.holds("3.5", DELETED)).isFalse();
        assertThat(Condition.holds("3.4", null)).isFalse();
    }

    @Test
    void a_conflict_names_the_version_that_is_there() {
        assertThat(Condition.conflict(LIVE).field("v")).isEqualTo("3.4");
        assertThat(Condition.conflict(DELETED).field("v")).isNull();
        assertThat(Condition.conflict(null).field("v")).isNull();
    }
}

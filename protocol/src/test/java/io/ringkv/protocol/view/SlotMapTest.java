package io.ringkv.protocol.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class SlotMapTest {
    private final SlotMap<String> map = new SlotMap<>();

    private static SlotSet slots(String text) {
        return SlotSet.parse(text);
    }

    private static Map<String, String> content(SlotMap<String> of) {
        Map<String, String> content = new LinkedHashMap<>();
        of.forEach((value, slots) -> content.put(value, slots.toString()));
        return content;
    }

    @Test
    void a_value_is_put_where_another_was_and_elsewhere() {
        map.put(slots("0-9"), "a");
        map.put(slots("5-12"), "b");
        map.put(slots("20"), "a");
        assertThat(map.get(4)).isEqualTo("a");
        assertThat(map.get(5)).isEqualTo("b");
        assertThat(map.get(13)).isNull();
        assertThat(content(map)).isEqualTo(Map.of("a", "0-4,20", "b", "5-12"));
        assertThat(map.slots()).isEqualTo(slots("0-12,20"));
    }

    @Test
    void a_value_that_no_slot_has_any_more_is_gone() {
        map.put(slots("0-9"), "a");
        map.put(slots("0-9"), "b");
        map.put(slots("-"), "c");
        assertThat(content(map)).isEqualTo(Map.of("b", "0-9"));
        map.clear();
        assertThat(content(map)).isEmpty();
        assertThat(map.get(3)).isNull();
    }

    @Test
    void a_change_is_asked_for_once_for_all_slots_that_are_alike() {
        map.put(slots("0-9"), "a");
        map.put(slots("10-19"), "b");
        List<String> asked = new ArrayList<>();
        map.replace(slots("5-14,30"), value -> {
            asked.add(value);
            return value.equals("a") ? "b" : "c";
        });
        assertThat(asked).containsExactly("a", "b");
        assertThat(content(map)).isEqualTo(Map.of("a", "0-4", "b", "5-9,15-19", "c", "10-14"));
        assertThat(map.get(30)).isNull();
    }

    @Test
    void each_slot_may_have_a_value_of_its_own() {
        for (int slot = 0; slot < SlotSet.SLOTS; slot++) {
            map.put(slots("" + slot), "v" + slot);
        }
        map.replace(SlotSet.ALL, value -> value + (value.endsWith("7") ? "'" : ""));
        assertThat(map.get(17)).isEqualTo("v17'");
        assertThat(content(map)).hasSize(SlotSet.SLOTS).containsEntry("v18", "18");
        map.put(SlotSet.ALL, "same");
        assertThat(content(map)).isEqualTo(Map.of("same", "0-16383"));
    }

    @Test
    void what_is_made_of_values_may_be_alike_where_they_were_not() {
        map.put(slots("0-4"), "a1");
        map.put(slots("5-9"), "a2");
        map.put(slots("10"), "b1");
        assertThat(map.groups(value -> value.substring(0, 1)))
                .isEqualTo(Map.of("a", slots("0-9"), "b", slots("10")));
    }
}

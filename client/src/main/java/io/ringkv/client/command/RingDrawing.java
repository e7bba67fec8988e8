package io.ringkv.client.command;

import io.ringkv.protocol.view.Member;
import io.ringkv.protocol.view.SlotSet;
import io.ringkv.protocol.view.View;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ring cut open and laid out in a line of letters, each the primary of the most slots of its stretch. */
final class RingDrawing {
    private static final int CELLS = 64;
    private static final int BAR_CELLS = 40;
    private static final int STRETCH = SlotSet.SLOTS / CELLS;
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final char NOBODY = '.';

    private RingDrawing() {}

    static List<String> of(View view) {
        List<String> lines = new ArrayList<>();
        if (view.members().isEmpty()) {
            return lines;
        }
        int[] primaries = new int[view.members().size()];
        StringBuilder line = new StringBuilder("ring  ");
        for (int cell = 0; cell < CELLS; cell++) {
            line.append(letter(count(view, cell, primaries)));
        }
        lines.add("");
        lines.add(line.toString());
        lines.add("      0" + " ".repeat(CELLS - 6) + (SlotSet.SLOTS - 1));
        for (int i = 0; i < primaries.length; i++) {
            int cells = Math.round((float) BAR_CELLS * primaries[i] / SlotSet.SLOTS);
            String bar = "#".repeat(cells) + " ".repeat(BAR_CELLS - cells);
            lines.add("   " + letter(i) + "  [" + bar + "] "
                    + view.members().get(i).id());
        }
        return lines;
    }

    /** Who is primary of the most slots of a stretch, by place among the members; -1 for nobody. */
    private static int count(View view, int cell, int[] primaries) {
        int[] here = new int[primaries.length];
        for (int slot = cell * STRETCH; slot < (cell + 1) * STRETCH; slot++) {
            Member primary = view.primaryOf(slot);
            if (primary != null) {
                int index = view.members().indexOf(primary);
                here[index]++;
                primaries[index]++;
            }
        }
        int most = Arrays.stream(here).max().orElse(0);
        for (int i = 0; i < here.length; i++) {
            if (most > 0 && here[i] == most) {
                return i;
            }
        }
        return -1;
    }

    private static char letter(int index) {
        return index < 0 ? NOBODY : LETTERS.charAt(index % LETTERS.length());
    }
}

package io.ringkv.client.shell;

import org.jline.reader.LineReader;
import org.jline.reader.Widget;

import java.util.List;

/** What may come next, in grey behind the cursor while a person types. */
final class Hints {
    /** Whatever changes the line to the left of the cursor. */
    private static final List<String> EDITS = List.of(
            LineReader.SELF_INSERT,
            LineReader.BACKWARD_DELETE_CHAR,
            LineReader.DELETE_CHAR,
            LineReader.BACKWARD_KILL_WORD,
            LineReader.KILL_WHOLE_LINE,
            LineReader.KILL_LINE,
            LineReader.YANK,
            LineReader.EXPAND_OR_COMPLETE,
            LineReader.UP_LINE_OR_HISTORY,
            LineReader.DOWN_LINE_OR_HISTORY,
            LineReader.BEGIN_PASTE);

    private Hints() {}

    static void show(LineReader reader, Vocabulary vocabulary) {
        reader.setAutosuggestion(LineReader.SuggestionType.TAIL_TIP);
        for (String name : EDITS) {
            Widget plain = reader.getWidgets().get(name);
            if (plain != null) {
                reader.getWidgets().put(name, () -> {
                    boolean done = plain.apply();
                    reader.setTailTip(vocabulary.hint(reader.getBuffer().toString()));
                    return done;
                });
            }
        }
        for (String end : List.of(LineReader.ACCEPT_LINE, LineReader.CALLBACK_INIT)) {
            Widget plain = reader.getWidgets().get(end);
            reader.getWidgets().put(end, () -> {
                reader.setTailTip("");
                return plain == null || plain.apply();
            });
        }
    }
}

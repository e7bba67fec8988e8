package io.ringkv.client.shell;

import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

import java.util.List;

/** What the vocabulary knows, as the line reader wants to be told. */
final class VocabularyCompleter implements Completer {
    private final Vocabulary vocabulary;

    VocabularyCompleter(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        for (String word : vocabulary.complete(line.words().subList(0, line.wordIndex() + 1))) {
            // A value follows at once.
            boolean whole = !word.endsWith("=");
            candidates.add(new Candidate(word, word, null, null, null, null, whole));
        }
    }
}

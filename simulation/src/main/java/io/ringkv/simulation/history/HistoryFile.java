package io.ringkv.simulation.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A history as a file: one operation a line, as {@link HistoryLine} has it, in any order. */
public final class HistoryFile {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private HistoryFile() {}

    public static void write(List<Operation> history, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file);
                JsonGenerator json = JSON.createGenerator(writer)) {
            json.setRootValueSeparator(null);
            for (Operation operation : history) {
                HistoryLine.write(operation, json);
                json.writeRaw('\n');
            }
        }
    }

    public static List<Operation> read(Path file) throws IOException, BadHistoryException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /** @param name how errors name it */
    static List<Operation> read(InputStream in, String name)
            throws IOException, BadHistoryException {
        List<Operation> history = new ArrayList<>();
        // Its decoder reports what is no UTF-8 instead of replacing it.
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        int number = 0;
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    history.add(HistoryLine.read(JSON, line, name + ":" + number));
                }
            }
        } catch (CharacterCodingException e) {
            throw new BadHistoryException(name + ":" + (number + 1)
                    + " or soon after: bytes that are no UTF-8; save the history as UTF-8");
        }
        if (history.isEmpty()) {
            throw new BadHistoryException(
                    name
                            + ": there is no operation in it; give a file of JSON lines, one operation each");
        }
        return history;
    }
}

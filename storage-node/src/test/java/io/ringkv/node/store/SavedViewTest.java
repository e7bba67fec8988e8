package io.ringkv.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkv.node.port.StoreException;
import io.ringkv.node.port.StoreException.Kind;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class SavedViewTest {

    @TempDir
    Path directory;

    private Path path;
    private ViewFile file;

    @BeforeEach
    void name() {
        path = directory.resolve("view");
        file = new ViewFile(path);
    }

    @Test
    void no_view_was_saved_yet() {
        assertThat(file.load()).isEmpty();
    }

    @Test
    void the_last_view_saved_is_the_one_loaded() {
        file.save(new SavedView(3, Rows.bytes("a longer view than the next")));
        file.save(new SavedView(Long.MAX_VALUE, Rows.bytes("next")));
        SavedView loaded = file.load().orElseThrow();
        assertThat(loaded.epoch()).isEqualTo(Long.MAX_VALUE);
        assertThat(Rows.text(loaded.bytes())).isEqualTo("next");
        file.save(new SavedView(4, new byte[0]));
        assertThat(file.load().orElseThrow().bytes()).isEmpty();
    }

    @Test
    void a_view_with_any_bit_flipped_or_any_byte_missing_is_corrupt() {
        for (int at = 0; at < 20; at++) {
            file.save(new SavedView(3, Rows.bytes("view")));
            DamagedFiles.flipBit(path, at, at % 8);
            assertCorrupt();
            DamagedFiles.truncate(path, at);
            assertCorrupt();
        }
    }

    @Test
    void a_new_file_left_by_a_crash_does_not_count() {
        file.save(new SavedView(3, Rows.bytes("view")));
        new ViewFile(directory.resolve("view.new")).save(new SavedView(4, Rows.bytes("half")));
        assertThat(file.load().orElseThrow().epoch()).isEqualTo(3);
        file.save(new SavedView(5, Rows.bytes("view")));
        assertThat(file.load().orElseThrow().epoch()).isEqualTo(5);
    }

    private void assertCorrupt() {
        assertThatThrownBy(file::load)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
    }
}

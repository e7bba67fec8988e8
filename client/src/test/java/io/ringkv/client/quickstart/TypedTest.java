package io.ringkv.client.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import java.nio.file.Path;
import java.util.Map;

/** What people are told to type, from where they stand. */
@DisabledOnOs(OS.WINDOWS)
class TypedTest {
    private static final Map<String, String> ENV = Map.of("PATH", "/bin::/opt/ringkv/bin");

    private static String stop(String called, String here, String dir) {
        return Typed.of(called, Path.of(here), ENV, Path.of(dir)).quickstart("stop");
    }

    @Test
    void theProgramIsTypedAsItWasCalled() {
        assertThat(stop("bin/kv", "/home/me", "ringkv-data")).isEqualTo("bin/kv quickstart stop");
        assertThat(stop("/else/bin/kv", "/home/me", "ringkv-data"))
                .isEqualTo("/else/bin/kv quickstart stop");
        assertThat(stop("/else/it's here/kv", "/home/me", "ringkv-data"))
                .isEqualTo("'/else/it'\\''s here/kv' quickstart stop");
    }

    /** As the quickstart's own script calls it, by its whole path. */
    @Test
    void belowThisDirectoryItIsTypedFromHere() {
        assertThat(stop("/home/me/bin/kv", "/home/me", "ringkv-data"))
                .isEqualTo("bin/kv quickstart stop");
        assertThat(stop("/home/me/bin/kv", "/home/me/bin", "ringkv-data"))
                .isEqualTo("./kv quickstart stop");
    }

    @Test
    void whatTheSearchPathFindsIsTypedByItsName() {
        assertThat(stop("/opt/ringkv/bin/kv", "/opt/ringkv", "ringkv-data"))
                .isEqualTo("kv quickstart stop");
    }

    @Test
    void aDirectoryOfOnesOwnIsNamed() {
        assertThat(stop("kv", "/", "/srv/a place"))
                .isEqualTo("kv quickstart stop --dir '/srv/a place'");
        assertThat(stop("kv", "/", "./two")).isEqualTo("kv quickstart stop --dir ./two");
    }
}

package io.ringkv.transport.process;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version that the jar was built as. */
public final class Version implements IVersionProvider {
    private static final String DESCRIPTOR =
            "/META-INF/maven/io.ringkv/ringkv-transport/pom.properties";

    @Override
    public String[] getVersion() {
        return new String[] {"RingKV " + number()};
    }

    /** Such as {@code 0.1.0}; of a class directory, that it is none. */
    public static String number() {
        Properties built = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(DESCRIPTOR)) {
            if (in != null) {
                built.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return built.getProperty("version", "(not packaged)");
    }
}

package io.ringkv.client.command;

import picocli.CommandLine.IVersionProvider;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version that the jar was built as. */
final class Version implements IVersionProvider {
    private static final String DESCRIPTOR =
            "/META-INF/maven/io.ringkv/ringkv-client/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        Properties built = new Properties();
        try (InputStream in = Version.class.getResourceAsStream(DESCRIPTOR)) {
            if (in != null) {
                built.load(in);
            }
        }
        return new String[] {"RingKV " + built.getProperty("version", "(not packaged)")};
    }
}

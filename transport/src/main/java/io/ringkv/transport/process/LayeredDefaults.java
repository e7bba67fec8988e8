package io.ringkv.transport.process;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Where an option's value comes from when the command line has none: {@code --data-dir} from the variable
 * {@code KV_DATA_DIR}, then from {@code data-dir} in the file of {@code --config}, then its default.
 */
final class LayeredDefaults implements IDefaultValueProvider {
    private final Map<String, String> environment;
    private final Properties file;

    private LayeredDefaults(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    /** Null when there is a file that cannot be read: nobody knows then what is missing. */
    static @Nullable LayeredDefaults read(
            CommandSpec command,
            String[] args,
            Map<String, String> environment,
            Problems problems) {
        Properties properties = new Properties();
        String path = configFile(args, environment);
        if (path != null) {
            try (Reader reader = Files.newBufferedReader(Path.of(path))) {
                properties.load(reader);
            } catch (IOException e) {
                problems.add("--config=" + path + " cannot be read: " + FileProblem.why(e)
                        + "; check the path and its permissions");
                return null;
            } catch (IllegalArgumentException e) {
                problems.add("--config=" + path + " is no properties file: " + e.getMessage()
                        + "; write lines such as port=5001");
                return null;
            }
            for (String key : properties.stringPropertyNames()) {
                if (command.findOption("--" + key) == null || key.equals("config")) {
                    problems.add("--config=" + path + " has the key '" + key
                            + "', which is no option of " + command.qualifiedName()
                            + "; correct or remove it");
                }
            }
        }
        return new LayeredDefaults(environment, properties);
    }

    private static @Nullable String configFile(String[] args, Map<String, String> environment) {
        String found = environment.get("KV_CONFIG");
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--config=")) {
                found = args[i].substring("--config=".length());
            } else if (args[i].equals("--config")
                    && i + 1 < args.length
                    && !args[i + 1].startsWith("-")) {
                found = args[i + 1];
            }
        }
        return found;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)
                || option.usageHelp()
                || option.versionHelp()) {
            return null;
        }
        String name = option.longestName().substring(2);
        String variable = "KV_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
        String value = environment.get(variable);
        return value == null ? file.getProperty(name) : value;
    }
}

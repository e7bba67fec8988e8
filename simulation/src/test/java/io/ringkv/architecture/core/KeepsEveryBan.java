package io.ringkv.architecture.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Never runs: the replacements that the bans name, which the rule must let pass. */
@SuppressWarnings("unused")
public final class KeepsEveryBan {

    private final SplittableRandom seeded = new SplittableRandom(42);
    private final Map<String, String> inOrderOfArrival = new LinkedHashMap<>();

    private Map<String, List<String>> grouped(List<String> names) {
        return names.stream()
                .collect(Collectors.groupingBy(n -> n, TreeMap::new, Collectors.toList()));
    }

    private TreeSet<String> sorted(List<String> names) {
        return names.stream().collect(Collectors.toCollection(TreeSet::new));
    }
}

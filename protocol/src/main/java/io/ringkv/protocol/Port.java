package io.ringkv.protocol;

/** The number of a TCP port, as a word of a request or an option. */
public final class Port {
    public static final int MAX = 65_535;

    private static final int DIGITS_MAX = 5;

    private Port() {}

    /** Whether it is one that somebody may listen on: 1 to {@link #MAX}. */
    public static boolean isPort(String word) {
        if (word.isEmpty()
                || word.length() > DIGITS_MAX
                || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        return isPort(Integer.parseInt(word));
    }

    public static boolean isPort(int number) {
        return number >= 1 && number <= MAX;
    }
}

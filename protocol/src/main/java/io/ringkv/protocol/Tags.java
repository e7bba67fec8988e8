package io.ringkv.protocol;

/** Which texts can be a tag: 1 to 32 of {@code A-Z a-z 0-9 . _ : -}, echoed on the status line of the reply. */
public final class Tags {
    public static final int CHARS_MAX = 32;

    private Tags() {}

    public static boolean isTag(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTagByte(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= CHARS_MAX;
    }

    public static boolean isTagByte(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '.'
                || c == '_'
                || c == ':'
                || c == '-';
    }

    static String check(String tag) {
        if (!isTag(tag)) {
            throw new IllegalArgumentException("not a tag: '" + tag + "'");
        }
        return tag;
    }
}

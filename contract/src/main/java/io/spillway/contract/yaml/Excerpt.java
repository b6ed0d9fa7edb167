package io.spillway.contract.yaml;

/** Makes text from a file fit for one line of a message. */
final class Excerpt {
    private static final int LONGEST = 60;

    private Excerpt() {}

    /** Quoted, without control characters, at most 60 characters. */
    static String of(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(point -> {
            if (Character.isISOControl(point)
                    || !Character.isDefined(point)
                    || Character.getType(point) == Character.SURROGATE) {
                out.append(String.format("\\u%04x", point));
            } else {
                out.appendCodePoint(point);
            }
        });
        if (text.codePointCount(0, text.length()) > LONGEST) {
            out.append("...");
        }
        return out.append('"').toString();
    }
}

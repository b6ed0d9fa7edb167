package io.spillway.callcontext;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Members of the W3C baggage header (https://www.w3.org/TR/baggage/). Pure. */
final class Baggage {
    /** A longer value names nobody; it would only make hashes and logs expensive. */
    private static final int LONGEST_VALUE = 256;

    private Baggage() {}

    /** The decoded value of the first member with this key; null when there is none, or when it is no valid value. */
    static @Nullable String member(@Nullable String header, String key) {
        if (header == null) {
            return null;
        }
        int start = 0;
        while (start < header.length()) {
            int comma = header.indexOf(',', start);
            int end = comma < 0 ? header.length() : comma;
            int equals = header.indexOf('=', start);
            if (equals >= 0
                    && equals < end
                    && header.substring(start, equals).strip().equals(key)) {
                int properties = header.indexOf(';', equals);
                return value(header.substring(equals + 1, properties >= 0 && properties < end ? properties : end));
            }
            start = end + 1;
        }
        return null;
    }

    private static @Nullable String value(String encoded) {
        String stripped = encoded.strip();
        if (stripped.isEmpty() || stripped.length() > LONGEST_VALUE) {
            return null;
        }
        if (stripped.indexOf('%') < 0) {
            return stripped;
        }
        try {
            // URLDecoder is for forms, where a plus is a space; in baggage it is a plus.
            return URLDecoder.decode(stripped.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}

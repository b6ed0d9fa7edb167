package io.spillway.callcontext;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a caller waits, in nanoseconds, from its header. Pure. What is no timeout is treated as if it were not there:
 * the handler's own framework answers a malformed header.
 */
public final class Timeouts {
    /** https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
    private static final int MOST_DIGITS = 8;
    /** More than any caller waits, and far from an overflow when it is added to a time. */
    private static final long MOST_NANOS = TimeUnit.DAYS.toNanos(365);
    /** As many milliseconds as fit in {@link #MOST_NANOS} have no more digits. */
    private static final int MOST_MILLIS_DIGITS = 11;

    private static final long DIGITS_LIMIT = 100_000_000;

    private Timeouts() {}

    /** {@code 250m}, {@code 1S}: at most 8 digits and a unit. */
    public static OptionalLong grpc(String text) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > MOST_DIGITS || !isNumber(text, digits)) {
            return OptionalLong.empty();
        }
        TimeUnit unit = unit(text.charAt(digits));
        return unit == null ? OptionalLong.empty() : bounded(unit.toNanos(Long.parseLong(text, 0, digits, 10)));
    }

    /** Whole milliseconds. Zero is what Envoy calls no timeout. */
    public static OptionalLong envoyMillis(String text) {
        if (text.isEmpty() || text.length() > MOST_MILLIS_DIGITS || !isNumber(text, text.length())) {
            return OptionalLong.empty();
        }
        long millis = Long.parseLong(text);
        return millis == 0 ? OptionalLong.empty() : bounded(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** A {@code grpc-timeout} of at least a microsecond, rounded down where 8 digits do not reach. */
    public static String formatGrpc(long nanos) {
        long micros = Math.max(1, TimeUnit.NANOSECONDS.toMicros(nanos));
        return micros < DIGITS_LIMIT ? micros + "u" : Math.min(micros / 1_000, DIGITS_LIMIT - 1) + "m";
    }

    private static boolean isNumber(String text, int digits) {
        for (int i = 0; i < digits; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable TimeUnit unit(char unit) {
        return switch (unit) {
            case 'n' -> TimeUnit.NANOSECONDS;
            case 'u' -> TimeUnit.MICROSECONDS;
            case 'm' -> TimeUnit.MILLISECONDS;
            case 'S' -> TimeUnit.SECONDS;
            case 'M' -> TimeUnit.MINUTES;
            case 'H' -> TimeUnit.HOURS;
            default -> null;
        };
    }

    private static OptionalLong bounded(long nanos) {
        return OptionalLong.of(Math.min(nanos, MOST_NANOS));
    }
}

package io.spillway.marketplace;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The {@code grpc-timeout} header (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). */
final class GrpcTimeout {
    static final String HEADER = "grpc-timeout";
    private static final int MOST_DIGITS = 8;
    private static final long DIGITS_LIMIT = 100_000_000;

    private GrpcTimeout() {}

    /** Empty when the text is no timeout. */
    static Optional<Duration> parse(String text) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > MOST_DIGITS) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.empty();
            }
            value = value * 10 + (c - '0');
        }
        return switch (text.charAt(digits)) {
            case 'n' -> Optional.of(Duration.ofNanos(value));
            case 'u' -> Optional.of(Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(value)));
            case 'm' -> Optional.of(Duration.ofMillis(value));
            case 'S' -> Optional.of(Duration.ofSeconds(value));
            case 'M' -> Optional.of(Duration.ofMinutes(value));
            case 'H' -> Optional.of(Duration.ofHours(value));
            default -> Optional.empty();
        };
    }

    /** Rounded down to microseconds, or to milliseconds where 8 digits do not reach. */
    static String format(Duration timeout) {
        long micros = timeout.toNanos() / 1_000;
        return micros < DIGITS_LIMIT ? micros + "u" : Math.min(micros / 1_000, DIGITS_LIMIT - 1) + "m";
    }
}

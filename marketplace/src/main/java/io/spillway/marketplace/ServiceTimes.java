package io.spillway.marketplace;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * How long each method works, its own calls apart: lognormal, the usual shape of service times (most near the median,
 * a long tail). The n-th draw of a method depends on the seed and n alone. Thread-safe.
 */
final class ServiceTimes {
    /** @param sigma of the logarithm: 0.5 puts the 99th percentile at 3.2 times the median */
    private record Shape(double medianMillis, double sigma) {}

    private static final Map<String, Shape> SHAPES = Map.ofEntries(
            Map.entry("consumer-front/home", new Shape(1, 0.3)),
            Map.entry("consumer-front/order", new Shape(1, 0.3)),
            Map.entry("consumer-front/status", new Shape(1, 0.3)),
            Map.entry("orders/PlaceOrder", new Shape(5, 0.4)),
            Map.entry("orders/GetOrder", new Shape(2, 0.4)),
            Map.entry("menu/GetMenu", new Shape(4, 0.5)),
            Map.entry("menu/GetPrices", new Shape(3, 0.5)),
            Map.entry("payments/Charge", new Shape(20, 0.5)),
            Map.entry("ledger/Post", new Shape(5, 0.5)),
            Map.entry("notifications/Send", new Shape(15, 0.6)));

    private final long seed;
    private final Map<String, AtomicLong> draws = new ConcurrentHashMap<>();

    ServiceTimes(long seed) {
        this.seed = seed;
    }

    /**
     * What one request of a method meets.
     *
     * @param luck uniform in [0, 1), for the decision whether it fails
     */
    record Draw(Duration time, double luck) {}

    /** @param method such as {@code payments/Charge} */
    Draw next(String method) {
        Shape shape = SHAPES.get(method);
        if (shape == null) {
            throw new IllegalArgumentException("method: " + method + " (expected: one of " + SHAPES.keySet() + ")");
        }
        long n = draws.computeIfAbsent(method, key -> new AtomicLong()).getAndIncrement();
        RandomGenerator random = new SplittableRandom(seed + 31L * method.hashCode() + (n << 32));
        double millis = shape.medianMillis() * Math.exp(shape.sigma() * random.nextGaussian());
        return new Draw(Duration.ofNanos(Math.round(millis * 1e6)), random.nextDouble());
    }
}

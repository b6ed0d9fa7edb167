package io.spillway.incidentlab;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Load that does not wait for the system under test. Requests are sent at intended times that are fixed by the seed
 * ({@link ArrivalSchedule}); latency runs from the intended time, so a stall of the system, or of this generator, shows
 * in every request that it delayed and is never omitted (the "coordinated omission" of closed-loop generators:
 * Gil Tene, "How NOT to Measure Latency", 2013).
 *
 * <p>Thread-safe. One platform thread of its own sends; answers may come on any thread.
 */
public final class OpenLoopLoad implements AutoCloseable {
    /** Keeps the random numbers of a request apart from those of the schedule and of its neighbours. */
    private static final long REQUEST_STREAM = 0x9E3779B97F4A7C15L;

    /** Sends one request. Called on the sending thread: it must not block, or later requests are late. */
    @FunctionalInterface
    public interface Sender {
        /**
         * @param index of the request, from 0
         * @param random the same numbers for the same seed and index, whatever happened before
         * @return what became of it; an exception, thrown or in the stage, is a failure
         */
        CompletionStage<Outcome> send(long index, RandomGenerator random);
    }

    private final LoadConfig config;
    private final Sender sender;
    private final LoadClock clock;
    private final long startNanos;
    private final LoadRecorder recorder;
    /** Intended send times of the requests in flight, by index. */
    private final Map<Long, Long> waiting = new ConcurrentHashMap<>();

    private final CompletableFuture<LoadReport> finished = new CompletableFuture<>();
    private volatile @Nullable Thread sendingThread;
    private volatile boolean stopping;
    private volatile boolean draining;

    private OpenLoopLoad(LoadConfig config, Sender sender, LoadClock clock) {
        this.config = config;
        this.sender = sender;
        this.clock = clock;
        startNanos = clock.nanos();
        recorder = new LoadRecorder(config, Instant.now(), startNanos);
    }

    /** Starts sending at once. */
    public static OpenLoopLoad start(LoadConfig config, Sender sender) {
        OpenLoopLoad load = new OpenLoopLoad(config, sender, LoadClock.SYSTEM);
        Thread.ofPlatform().name("open-loop-load").daemon().start(load::run);
        return load;
    }

    /** A whole run on the calling thread, in the time of {@code clock}. */
    static LoadReport run(LoadConfig config, Sender sender, LoadClock clock) {
        if (config.bounded().isEmpty()) {
            throw new IllegalArgumentException("length: none (expected: a length)");
        }
        OpenLoopLoad load = new OpenLoopLoad(config, sender, clock);
        load.run();
        return load.finished.join();
    }

    /** What happened since this was last called (or since the start). For one caller. */
    public LoadInterval interval() {
        return recorder.interval(clock.nanos());
    }

    /** Completes when {@code length} is over, or after {@link #stop()}, and the last answers are in. */
    public CompletionStage<LoadReport> finished() {
        return finished.minimalCompletionStage();
    }

    /** Sends no more, waits for the answers to what was sent ({@code drain} at most) and reports. */
    public LoadReport stop() {
        stopping = true;
        wake();
        return finished.join();
    }

    /** {@link #stop()} for callers that need no report. */
    @Override
    public void close() {
        stop();
    }

    private void run() {
        sendingThread = Thread.currentThread();
        try {
            sendAll();
            drain();
            finished.complete(recorder.report());
        } catch (Throwable e) {
            finished.completeExceptionally(e);
            throw e;
        }
    }

    private void sendAll() {
        ArrivalSchedule schedule = new ArrivalSchedule(config.ratePerSecond(), config.arrivals(), config.seed());
        long endOffset = config.bounded().map(length -> length.toNanos()).orElse(Long.MAX_VALUE);
        for (long index = 0; ; index++) {
            long offset = schedule.nextOffsetNanos();
            if (offset >= endOffset) {
                return;
            }
            long due = startNanos + offset;
            while (clock.nanos() - due < 0) {
                if (stopping) {
                    return;
                }
                clock.parkUntil(due);
            }
            if (stopping) {
                return;
            }
            send(index, due);
        }
    }

    private void send(long index, long due) {
        if (!recorder.admit(index, due, clock.nanos())) {
            return;
        }
        waiting.put(index, due);
        RandomGenerator random = new SplittableRandom(config.seed() ^ ((index + 1) * REQUEST_STREAM));
        CompletionStage<Outcome> answer;
        try {
            answer = sender.send(index, random);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        // Both arguments are nullable whatever the type says: exactly one of them is set.
        answer.handle((@Nullable Outcome outcome, @Nullable Throwable failure) -> {
            answered(index, outcome != null ? outcome : Outcome.failure(cause(failure)));
            return outcome;
        });
    }

    private void answered(long index, Outcome outcome) {
        // A late answer to a request that was already counted as unanswered must not count twice.
        Long due = waiting.remove(index);
        if (due != null) {
            recorder.answered(index, outcome, due, clock.nanos());
            if (draining) {
                wake();
            }
        }
    }

    private void drain() {
        draining = true;
        long end = clock.nanos() + config.drain().toNanos();
        while (!recorder.idle() && clock.nanos() - end < 0) {
            clock.parkUntil(end);
        }
        for (Long index : List.copyOf(waiting.keySet())) {
            Long due = waiting.remove(index);
            if (due != null) {
                recorder.unanswered(index, due, clock.nanos());
            }
        }
    }

    private void wake() {
        // Null before the thread's first step, which reads `stopping` later: nothing to wake.
        LockSupport.unpark(sendingThread);
    }

    private static Throwable cause(@Nullable Throwable failure) {
        if (failure == null) {
            return new IllegalStateException("the sender returned no outcome");
        }
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}

package io.spillway.incidentlab;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Time that passes only while the load generator parks, or when a test says so; due events run on the way. */
final class VirtualClock implements LoadClock {
    private record Event(long atNanos, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
    private long now = 7_000_000_000L;
    private long scheduled;

    @Override
    public long nanos() {
        return now;
    }

    /** As the interface allows, it returns after each event: a park may end early. */
    @Override
    public void parkUntil(long nanos) {
        Event next = events.peek();
        if (next == null || next.atNanos() > nanos) {
            now = Math.max(now, nanos);
            return;
        }
        events.remove();
        now = Math.max(now, next.atNanos());
        next.action().run();
    }

    /** The calling thread is busy for so long. */
    void spend(long nanos) {
        now += nanos;
    }

    CompletionStage<Outcome> successAt(long atNanos) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        events.add(new Event(Math.max(now, atNanos), scheduled++, () -> answer.complete(Outcome.success())));
        return answer;
    }

    CompletionStage<Outcome> successAfter(long nanos) {
        return successAt(now + nanos);
    }
}

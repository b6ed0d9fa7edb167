package io.spillway.overload;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Remembers what became of it, and how often. */
final class RecordingWaiter extends Waiter {
    final AtomicInteger calls = new AtomicInteger();
    volatile int inflight;
    volatile @Nullable Refusal refusal;
    volatile long pushbackNanos;

    RecordingWaiter(Priority priority, int cohort, long deadlineNanos) {
        super(priority, cohort, 1, deadlineNanos);
    }

    static RecordingWaiter of(Priority priority) {
        return new RecordingWaiter(priority, 0, Admission.NO_DEADLINE);
    }

    static RecordingWaiter of(Priority priority, int cohort) {
        return new RecordingWaiter(priority, cohort, Admission.NO_DEADLINE);
    }

    boolean wasAdmitted() {
        return inflight > 0;
    }

    @Override
    protected void admitted(int number, long nowNanos) {
        inflight = number;
        calls.incrementAndGet();
    }

    @Override
    protected void refused(Refusal reason, long nanos) {
        refusal = reason;
        pushbackNanos = nanos;
        calls.incrementAndGet();
    }
}

package io.spillway.overload;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** A service of some workers with a queue behind an admission, under Poisson load, in virtual time. */
final class VirtualService {
    private static final long SECOND = 1_000_000_000L;

    private record End(long at, long admittedAt, int inflight, boolean holdsWorker) implements Comparable<End> {
        @Override
        public int compareTo(End other) {
            return Long.compare(at, other.at);
        }
    }

    private record Queued(long admittedAt, int inflight) {}

    final Admission admission;
    int workers;
    double workMillis;
    /** After the work, without a worker. */
    double waitMillis;

    int answered;
    int refused;
    int mostLimit;

    private final SplittableRandom random;
    private final PriorityQueue<End> ends = new PriorityQueue<>();
    private final Deque<Queued> queue = new ArrayDeque<>();
    private int busy;
    private long now;

    VirtualService(int workers, double workMillis, long seed) {
        this.random = new SplittableRandom(seed);
        this.admission = new Admission(AdmissionConfig.defaults(), random.split());
        this.workers = workers;
        this.workMillis = workMillis;
    }

    /** Goes on for some seconds; counts are of these. */
    VirtualService run(double perSecond, double seconds) {
        answered = 0;
        refused = 0;
        mostLimit = 0;
        long end = now + (long) (seconds * SECOND);
        long arrival = now + gap(perSecond);
        while (true) {
            long next = Math.min(arrival, Math.min(admission.nextExpiryNanos(), nextEnd()));
            if (next >= end) {
                now = end;
                return this;
            }
            now = Math.max(now, next);
            if (next == nextEnd()) {
                end(ends.remove());
            } else if (next == arrival) {
                arrive();
                arrival = now + gap(perSecond);
            } else {
                admission.expire(now);
            }
            mostLimit = Math.max(mostLimit, admission.limit());
        }
    }

    private long gap(double perSecond) {
        return (long) (-Math.log(1 - random.nextDouble()) / perSecond * SECOND);
    }

    private long nextEnd() {
        End next = ends.peek();
        return next == null ? Long.MAX_VALUE : next.at();
    }

    private void arrive() {
        int inflight = admission.tryAcquire(now + SECOND, now);
        if (inflight > 0) {
            admit(inflight);
        } else {
            admission.offer(new Call(random.nextInt(128), now + SECOND), now);
        }
    }

    private void admit(int inflight) {
        if (busy < workers) {
            start(now, inflight);
        } else {
            queue.add(new Queued(now, inflight));
        }
    }

    private void start(long admittedAt, int inflight) {
        busy++;
        ends.add(new End(now + (long) (workMillis * 1e6), admittedAt, inflight, true));
    }

    private void end(End end) {
        if (end.holdsWorker()) {
            busy--;
            Queued next = busy < workers ? queue.poll() : null;
            if (next != null) {
                start(next.admittedAt(), next.inflight());
            }
            if (waitMillis > 0) {
                ends.add(new End(now + (long) (waitMillis * 1e6), end.admittedAt(), end.inflight(), false));
                return;
            }
        }
        answered++;
        admission.release(end.inflight(), now - end.admittedAt(), 1, Outcome.OK, now);
    }

    private final class Call extends Waiter {
        Call(int cohort, long deadlineNanos) {
            super(Priority.NORMAL, cohort, 1, deadlineNanos);
        }

        @Override
        protected void admitted(int inflight, long nowNanos) {
            admit(inflight);
        }

        @Override
        protected void refused(Refusal refusal, long pushbackNanos) {
            refused++;
        }
    }
}

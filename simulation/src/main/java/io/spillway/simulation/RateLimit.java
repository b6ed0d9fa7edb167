package io.spillway.simulation;

import io.spillway.overload.TokenBucket;

/** Refuses calls above a rate, and says when the next one may come. */
final class RateLimit implements AdmissionControl {
    private final TokenBucket bucket;

    RateLimit(double perSecond, int burst, long nowNanos) {
        this.bucket = new TokenBucket(perSecond, burst, nowNanos);
    }

    @Override
    public Decision offered(Call call, long nowNanos) {
        long wait = bucket.tryAcquire(nowNanos);
        if (wait == 0) {
            return Decision.ADMIT;
        }
        call.pushBack(wait);
        return Decision.REFUSE;
    }

    @Override
    public void completed(Call call, long latencyNanos, Outcome outcome, long nowNanos) {}
}

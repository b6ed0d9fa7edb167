package io.spillway.overload;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the endpoints of a service that fail while others do not, and takes them out for a while: at once after
 * failures in a row, and at the end of an interval when the success rate lies too far below that of the others. Each
 * ejection lasts longer than the one before; every interval that an endpoint is well shortens the next one. Never all
 * endpoints are out: where everything fails the fault lies elsewhere. After Envoy's outlier detection.
 *
 * <p>Safe for any number of threads; time is an argument, in nanoseconds of any clock that only rises. The lock is that
 * of this object: taken to add and remove endpoints, to eject, and once an interval.
 */
public final class OutlierDetection {
    private final OutlierConfig config;
    private final List<EndpointHealth> endpoints = new ArrayList<>();
    private volatile long intervalEnd;

    public OutlierDetection(OutlierConfig config, long nowNanos) {
        this.config = config;
        this.intervalEnd = nowNanos + config.interval().toNanos();
    }

    /** A new endpoint, well. */
    public synchronized EndpointHealth add() {
        EndpointHealth endpoint = new EndpointHealth(this);
        endpoints.add(endpoint);
        return endpoint;
    }

    /** The endpoint is gone; what is still reported of it does not matter. */
    public synchronized void remove(EndpointHealth endpoint) {
        endpoint.leave();
        endpoints.remove(endpoint);
    }

    /** How many endpoints are out now. */
    public synchronized int ejected(long nowNanos) {
        int ejected = 0;
        for (EndpointHealth endpoint : endpoints) {
            if (endpoint.ejected(nowNanos)) {
                ejected++;
            }
        }
        return ejected;
    }

    OutlierConfig config() {
        return config;
    }

    /** Ends the interval when it is over. Called with every report; to be called from outside where there are few. */
    public void advance(long nowNanos) {
        if (nowNanos - intervalEnd >= 0) {
            endInterval(nowNanos);
        }
    }

    synchronized void ejectFailing(EndpointHealth endpoint, long nowNanos) {
        if (endpoint.failing()) {
            eject(endpoint, nowNanos);
        }
    }

    synchronized int ejectionsOf(EndpointHealth endpoint) {
        return endpoint.ejectionCount();
    }

    private synchronized void endInterval(long nowNanos) {
        if (nowNanos - intervalEnd < 0) {
            return;
        }
        intervalEnd = nowNanos + config.interval().toNanos();
        double least = leastSuccessRate();
        for (EndpointHealth endpoint : endpoints) {
            if (!endpoint.ejected(nowNanos)) {
                if (compared(endpoint) && endpoint.successRate() < least) {
                    eject(endpoint, nowNanos);
                } else if (!endpoint.failing()) {
                    endpoint.beWell();
                }
            }
            endpoint.beginInterval();
        }
    }

    /** Mean less some standard deviations, over endpoints with enough calls; 0, which none is below, if too few. */
    private double leastSuccessRate() {
        int count = 0;
        double sum = 0;
        for (EndpointHealth endpoint : endpoints) {
            if (compared(endpoint)) {
                count++;
                sum += endpoint.successRate();
            }
        }
        if (count < config.minimumEndpoints()) {
            return 0;
        }
        double mean = sum / count;
        double squares = 0;
        for (EndpointHealth endpoint : endpoints) {
            if (compared(endpoint)) {
                squares += (endpoint.successRate() - mean) * (endpoint.successRate() - mean);
            }
        }
        return mean - config.deviations() * Math.sqrt(squares / count);
    }

    private boolean compared(EndpointHealth endpoint) {
        return endpoint.volume() >= config.minimumVolume();
    }

    private void eject(EndpointHealth endpoint, long nowNanos) {
        if (!endpoint.isMember() || endpoint.ejected(nowNanos) || ejected(nowNanos) >= mostEjected()) {
            return;
        }
        long longest = config.maxEjection().toNanos();
        long base = config.baseEjection().toNanos();
        long times = endpoint.ejectionCount() + 1L;
        endpoint.eject(nowNanos + (times > longest / base ? longest : base * times));
    }

    private int mostEjected() {
        int share = (int) (config.maxEjectedShare() * endpoints.size());
        return Math.min(Math.max(1, share), endpoints.size() - 1);
    }
}

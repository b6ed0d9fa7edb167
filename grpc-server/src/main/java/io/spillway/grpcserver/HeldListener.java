package io.spillway.grpcserver;

import io.grpc.ServerCall.Listener;
import io.spillway.overload.Outcome;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what happens to a call until its handler is there, then passes it on in the same order, one at a time. Owned by
 * its own lock while it keeps; afterwards grpc-java's own order holds.
 */
final class HeldListener<Q> extends Listener<Q> {
    private final GuardedCall call;
    private final Object lock = new Object();
    private final Queue<Consumer<Listener<Q>>> held = new ArrayDeque<>();
    /** Set once nothing is held any more. */
    private volatile @Nullable Listener<Q> handler;

    HeldListener(GuardedCall call) {
        this.call = call;
    }

    /** For one caller, once. */
    void release(Listener<Q> handler) {
        while (true) {
            Consumer<Listener<Q>> event;
            synchronized (lock) {
                event = held.poll();
                if (event == null) {
                    this.handler = handler;
                    return;
                }
            }
            deliver(handler, event);
        }
    }

    @Override
    public void onMessage(Q message) {
        happened(handler -> handler.onMessage(message));
    }

    @Override
    public void onHalfClose() {
        happened(Listener::onHalfClose);
    }

    @Override
    public void onReady() {
        happened(Listener::onReady);
    }

    @Override
    public void onCancel() {
        call.cancelled();
        happened(Listener::onCancel);
        call.abandoned();
    }

    @Override
    public void onComplete() {
        happened(Listener::onComplete);
        // Also a call that was closed past the guard.
        call.ended(Outcome.IGNORED);
    }

    private void happened(Consumer<Listener<Q>> event) {
        Listener<Q> direct = handler;
        if (direct == null) {
            synchronized (lock) {
                direct = handler;
                if (direct == null) {
                    held.add(event);
                    return;
                }
            }
        }
        deliver(direct, event);
    }

    private void deliver(Listener<Q> handler, Consumer<Listener<Q>> event) {
        try {
            event.accept(handler);
        } catch (RuntimeException | Error failure) {
            call.ended(Outcome.OK);
            throw failure;
        }
    }
}

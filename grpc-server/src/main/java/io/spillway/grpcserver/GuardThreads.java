package io.spillway.grpcserver;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads of the guard itself, for what has no event loop: calls of grpc-java servers that go on after they waited, since
 * an interceptor cannot reach the executor of its server, and permits that are given back later. Daemon threads for the
 * whole process, started when first needed; at most one for each call that goes on.
 */
final class GuardThreads {
    private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool(named("spillway-guard"));
    private static final ScheduledExecutorService TIMER =
            Executors.newSingleThreadScheduledExecutor(named("spillway-guard-timer"));

    private GuardThreads() {}

    static void execute(Runnable task) {
        EXECUTOR.execute(task);
    }

    static void schedule(Runnable task, long delay, TimeUnit unit) {
        var unused = TIMER.schedule(() -> EXECUTOR.execute(task), delay, unit);
    }

    private static ThreadFactory named(String name) {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}

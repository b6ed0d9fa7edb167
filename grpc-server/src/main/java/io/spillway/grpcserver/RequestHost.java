package io.spillway.grpcserver;

/** What the framework does for one request of the guard. */
interface RequestHost {
    /** Runs the handler. Called at most once, and never after {@link #refuse}. */
    void run();

    /** Answers instead of the handler. Called at most once, and never after {@link #run}. */
    void refuse(GuardRefusal refusal);

    /** Runs a task where the request lives: its event loop, or an executor. */
    void execute(Runnable task);

    /** Runs a task there later. */
    void schedule(Runnable task, long delayNanos);
}

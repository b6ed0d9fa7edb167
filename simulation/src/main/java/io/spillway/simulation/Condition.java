package io.spillway.simulation;

/** What is wrong with one replica at present. */
final class Condition {
    double latencyFactor = 1;
    double errorRate;
    double capacity = 1;
    boolean answersNothing;

    void restore() {
        latencyFactor = 1;
        errorRate = 0;
        capacity = 1;
        answersNothing = false;
    }

    /** Adds a fault to what is wrong already. */
    void suffer(FaultSpec fault) {
        switch (fault.kind()) {
            case LATENCY -> latencyFactor *= fault.amount();
            case ERRORS -> errorRate = 1 - (1 - errorRate) * (1 - fault.amount());
            case CAPACITY -> capacity *= fault.amount();
            case BLACK_HOLE -> answersNothing = true;
            case KILL, PAUSE, FLUSH -> {}
        }
    }
}

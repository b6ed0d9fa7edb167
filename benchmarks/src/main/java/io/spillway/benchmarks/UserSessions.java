package io.spillway.benchmarks;

import io.spillway.simulation.AdmissionControl;
import io.spillway.simulation.Call;
import io.spillway.simulation.Outcome;
import io.spillway.simulation.Simulation;

/**
 * Counts for each user what became of the calls, and of the sessions: ten calls of a user in a row, all of which have to
 * be answered in time. A user with another number in each call counts as one, but has no cohort of its own.
 */
final class UserSessions {
    static final int CALLS = 10;

    private final long[] came;
    private final long[] good;
    private final int[] inSession;
    private final int[] goodInSession;
    private long sessions;
    private long completed;

    /** @param users a call is of user number modulo this */
    UserSessions(int users) {
        came = new long[users];
        good = new long[users];
        inSession = new int[users];
        goodInSession = new int[users];
    }

    /** A control that is counted. */
    AdmissionControl.Maker of(AdmissionControl.Maker maker) {
        return (simulation, replica, gate) -> new Counted(maker, simulation, replica, gate);
    }

    double completedRatio() {
        return (double) completed / Math.max(1, sessions);
    }

    /** Of the part of its calls that each user gets answered: 1 when all get the same (Jain, Chiu, Hawe, 1984). */
    double jainIndex() {
        double sum = 0;
        double squares = 0;
        int users = 0;
        for (int user = 0; user < came.length; user++) {
            if (came[user] > 0) {
                double share = (double) good[user] / came[user];
                sum += share;
                squares += share * share;
                users++;
            }
        }
        return sum * sum / (users * squares);
    }

    private void ended(Call call, int answered) {
        int user = call.user() % came.length;
        came[user]++;
        good[user] += answered;
        inSession[user]++;
        goodInSession[user] += answered;
        if (inSession[user] == CALLS) {
            sessions++;
            completed += goodInSession[user] == CALLS ? 1 : 0;
            inSession[user] = 0;
            goodInSession[user] = 0;
        }
    }

    private final class Counted implements AdmissionControl {
        private final AdmissionControl control;

        Counted(AdmissionControl.Maker maker, Simulation simulation, String replica, Gate gate) {
            control = maker.create(simulation, replica, new Gate() {
                @Override
                public void admit(Call call) {
                    gate.admit(call);
                }

                @Override
                public void refuse(Call call) {
                    ended(call, 0);
                    gate.refuse(call);
                }
            });
        }

        @Override
        public Decision offered(Call call, long nowNanos) {
            Decision decision = control.offered(call, nowNanos);
            if (decision == Decision.REFUSE) {
                ended(call, 0);
            }
            return decision;
        }

        @Override
        public void completed(Call call, long latencyNanos, Outcome outcome, long nowNanos) {
            ended(call, nowNanos <= call.deadlineNanos() ? 1 : 0);
            control.completed(call, latencyNanos, outcome, nowNanos);
        }

        @Override
        public double limit() {
            return control.limit();
        }
    }
}

package io.spillway.simulation;

import io.spillway.overload.Priority;
import java.time.Duration;

/**
 * A crowd outside that calls a service.
 *
 * @param name unique among the clients
 * @param service what it calls
 * @param arrivals when
 * @param deadline until each of its requests is given up; an answer within it is goodput
 * @param policy how it calls
 * @param priority of its requests
 * @param users how many there are; each request is of one of them, at random
 * @param work how much work a request is, as a factor on the service's own
 * @param session requests that one arrival makes one after the other, by the same user, as long as each is answered
 */
public record ClientSpec(
        String name,
        String service,
        Arrivals arrivals,
        Duration deadline,
        CallPolicy policy,
        Priority priority,
        int users,
        double work,
        int session) {
    public ClientSpec {
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("deadline: " + deadline + " (expected: > 0, at most 1 h)");
        }
        if (users < 1) {
            throw new IllegalArgumentException("users: " + users + " (expected: > 0)");
        }
        if (!(work > 0 && work <= 1_000_000)) {
            throw new IllegalArgumentException("work: " + work + " (expected: > 0, <= 1000000)");
        }
        if (session < 1) {
            throw new IllegalArgumentException("session: " + session + " (expected: > 0)");
        }
    }

    /** Calls of normal priority with a deadline of one second, by 1,000 users who do not try again. */
    public static ClientSpec of(String name, String service, Arrivals arrivals) {
        return new ClientSpec(
                name, service, arrivals, Duration.ofSeconds(1), CallPolicy.PLAIN, Priority.NORMAL, 1_000, 1, 1);
    }

    public ClientSpec withDeadline(Duration value) {
        return new ClientSpec(name, service, arrivals, value, policy, priority, users, work, session);
    }

    public ClientSpec with(CallPolicy value) {
        return new ClientSpec(name, service, arrivals, deadline, value, priority, users, work, session);
    }

    public ClientSpec with(Priority value) {
        return new ClientSpec(name, service, arrivals, deadline, policy, value, users, work, session);
    }

    public ClientSpec withUsers(int value) {
        return new ClientSpec(name, service, arrivals, deadline, policy, priority, value, work, session);
    }

    public ClientSpec withWork(double value) {
        return new ClientSpec(name, service, arrivals, deadline, policy, priority, users, value, session);
    }

    public ClientSpec withSession(int value) {
        return new ClientSpec(name, service, arrivals, deadline, policy, priority, users, work, value);
    }
}

/**
 * Keeps one service at the load it can do: adaptive limit, admission by priority, and the small parts beside them.
 *
 * <p>A request enters through {@link io.spillway.overload.Admission}: it goes in, waits in a short queue or is refused,
 * and its end teaches the limit. It knows no clock, no thread and no randomness of its own: all three are arguments.
 */
@NullMarked
package io.spillway.overload;

import org.jspecify.annotations.NullMarked;

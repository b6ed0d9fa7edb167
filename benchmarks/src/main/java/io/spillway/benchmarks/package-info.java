/**
 * Whole-process benchmarks: {@code spillway bench NAME}. A benchmark such as
 * {@link io.spillway.benchmarks.EditUnderLoad} starts real parts, drives them from a printed seed, and returns a
 * {@link io.spillway.benchmarks.BenchmarkReport} whose targets are computed from that very run. It prints no report and
 * holds no result of an earlier run.
 */
@NullMarked
package io.spillway.benchmarks;

import org.jspecify.annotations.NullMarked;

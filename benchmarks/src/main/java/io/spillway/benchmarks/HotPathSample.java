package io.spillway.benchmarks;

/** What one JVM measured of one arm: an acquire with its release. */
record HotPathSample(HotPathArm arm, int threads, int repeat, double nanos, double bytes) {}

/**
 * The one command, {@code spillway}. {@link io.spillway.cli.SpillwayCommand} lists the subcommands, one class each;
 * options are parsed there, the work is done by the modules below, and {@link io.spillway.cli.Failures} turns what goes
 * wrong into one message and an {@link io.spillway.cli.ExitCode}. It holds no algorithm.
 */
@NullMarked
package io.spillway.cli;

import org.jspecify.annotations.NullMarked;

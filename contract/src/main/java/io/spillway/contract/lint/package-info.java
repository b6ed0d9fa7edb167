/**
 * Checks all contracts of a mesh together: what no single file can show. {@link io.spillway.contract.lint.Lint} runs
 * every rule over a {@link io.spillway.contract.ContractSet}; what depends on the calls between services is asked of one
 * graph that is built once. It reads no files and changes nothing; rules about single files are where those are read.
 */
@NullMarked
package io.spillway.contract.lint;

import org.jspecify.annotations.NullMarked;

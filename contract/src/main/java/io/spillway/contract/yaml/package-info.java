/**
 * Reads YAML files whose every key is declared in a {@link io.spillway.contract.yaml.Schema}. A file becomes nodes with
 * positions, the schema turns them into a {@link io.spillway.contract.yaml.Section} of typed values and reports all
 * mistakes with file, line and column; the same schema prints the table of keys and the JSON Schema, so neither can
 * drift from what is parsed. It opens no file and never throws for what a file contains.
 */
@NullMarked
package io.spillway.contract.yaml;

import org.jspecify.annotations.NullMarked;

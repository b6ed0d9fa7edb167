@NullMarked
package io.spillway.simulation;

import org.jspecify.annotations.NullMarked;

/** Delivers named, versioned resources. */
@NullMarked
package io.spillway.xds;

import org.jspecify.annotations.NullMarked;

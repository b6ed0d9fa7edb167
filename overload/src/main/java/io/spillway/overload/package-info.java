@NullMarked
package io.spillway.overload;

import org.jspecify.annotations.NullMarked;

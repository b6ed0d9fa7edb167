@NullMarked
package io.spillway.grpcserver;

import org.jspecify.annotations.NullMarked;

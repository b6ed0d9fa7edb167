/** Tests of delivery: the state machine in virtual time against a model client, and the server over real sockets. */
@NullMarked
package io.spillway.xds;

import org.jspecify.annotations.NullMarked;

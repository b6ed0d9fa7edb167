/**
 * The reference application: consumer-front, orders, menu, payments, ledger and notifications, with their contracts.
 * {@link io.spillway.marketplace.Marketplace} starts every instance in this process, each on a loopback address of its
 * own, and every call from one to another goes to the caller's egress address with the callee's name as authority. It
 * does not start sidecars or a control plane and knows nothing of how they work; all of its state is in memory.
 */
@NullMarked
package io.spillway.marketplace;

import org.jspecify.annotations.NullMarked;

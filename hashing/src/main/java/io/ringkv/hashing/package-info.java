/**
 * Placement: from members and settings to one list of replicas for each slot. Pure and immutable; the same input gives
 * the same answer in every process, whatever the order of its members.
 */
@NullMarked
package io.ringkv.hashing;

import org.jspecify.annotations.NullMarked;

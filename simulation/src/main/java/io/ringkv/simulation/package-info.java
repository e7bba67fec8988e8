/** The real cores on a virtual clock, network and disk, driven from a seed; and the checks that judge them. */
@NullMarked
package io.ringkv.simulation;

import org.jspecify.annotations.NullMarked;

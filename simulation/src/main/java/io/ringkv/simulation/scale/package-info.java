/** What a coordinator of many nodes has to do, with the nodes played by a script; no data path. */
@NullMarked
package io.ringkv.simulation.scale;

import org.jspecify.annotations.NullMarked;

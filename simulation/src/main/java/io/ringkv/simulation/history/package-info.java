/** What clients did and saw, and the judgement whether each key behaved like one variable. */
@NullMarked
package io.ringkv.simulation.history;

import org.jspecify.annotations.NullMarked;

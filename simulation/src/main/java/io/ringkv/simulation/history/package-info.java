/**
 * What clients did and saw, and the judgement whether each key behaved like one variable. {@code Linearizability} is
 * the way in; {@code Search} is the algorithm, {@code HistoryFile} the file.
 */
@NullMarked
package io.ringkv.simulation.history;

import org.jspecify.annotations.NullMarked;

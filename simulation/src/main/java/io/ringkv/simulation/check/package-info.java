/** What must hold after every event of a run, each a class with a name, told by what machines write and answer. */
@NullMarked
package io.ringkv.simulation.check;

import org.jspecify.annotations.NullMarked;

/** Classes that are made to keep or to break the rule for cores. */
@NullMarked
package io.ringkv.architecture.core;

import org.jspecify.annotations.NullMarked;

/** The shape of the code as tests: what a core may not touch, and which module may see which. */
@NullMarked
package io.ringkv.architecture;

import org.jspecify.annotations.NullMarked;

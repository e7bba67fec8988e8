/** What a coordinator decides, class by class, and the whole of it on a scripted network and log. */
@NullMarked
package io.ringkv.coordinator.core;

import org.jspecify.annotations.NullMarked;

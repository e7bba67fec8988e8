/** What every server process has in common: options, their checks, logging, start, failure and stop. */
@NullMarked
package io.ringkv.transport.process;

import org.jspecify.annotations.NullMarked;

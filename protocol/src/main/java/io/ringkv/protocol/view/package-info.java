/** The cluster's metadata at one epoch, and its text form. */
@NullMarked
package io.ringkv.protocol.view;

import org.jspecify.annotations.NullMarked;

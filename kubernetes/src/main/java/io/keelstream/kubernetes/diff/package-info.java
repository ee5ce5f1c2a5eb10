/**
 * The exact difference between two states of one object, field by field without noise and without secrets.
 */
@NullMarked
package io.keelstream.kubernetes.diff;

import org.jspecify.annotations.NullMarked;
